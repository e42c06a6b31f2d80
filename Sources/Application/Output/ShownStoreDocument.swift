/// A store with all that is known of it: what is recorded, and what the cluster shows, in one object.
package struct ShownStoreDocument: Encodable, Sendable {
    let store: StoreDocument
    let sight: StoreSightDocument

    package func encode(to encoder: any Encoder) throws {
        try store.encode(to: encoder)
        try sight.encode(to: encoder)
    }
}
