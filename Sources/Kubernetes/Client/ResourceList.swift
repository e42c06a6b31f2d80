/// A list's page, or all of its pages.
package struct ResourceList<Object: Sendable>: Sendable {
    package var items: [Object]
    /// Where a watch goes on from.
    package var resourceVersion: String
    /// Set when there's another page.
    package var continuation: String?

    package init(items: [Object] = [], resourceVersion: String = "", continuation: String? = nil) {
        self.items = items
        self.resourceVersion = resourceVersion
        self.continuation = continuation
    }
}
