package import Domain

/// A store's addresses and credentials, shown because somebody asked; closing it forgets them.
package struct CredentialsPanel: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case loading
        case shown([Credential])
        case failed(String)
    }

    /// A line that can be copied.
    struct Item: Hashable, Sendable {
        let title: String
        let value: SecretText
        let isSecret: Bool
    }

    package let store: StoreID
    let name: StoreName
    private let addresses: [StoreURL]
    var content = Content.loading
    /// Whether secret values are spelled out.
    var isRevealed = true
    var cursor = 0

    init(_ store: Store) {
        self.store = store.id
        name = store.name
        addresses = store.urls
    }

    var items: [Item] {
        let urls = addresses.map { Item(title: $0.title, value: SecretText($0.text), isSecret: false) }
        guard case .shown(let credentials) = content else { return urls }
        return urls + credentials.map { Item(title: $0.title, value: $0.value, isSecret: $0.isSecret) }
    }

    mutating func show(_ credentials: [Credential]) {
        content = .shown(credentials)
        cursor = items.firstIndex(where: \.isSecret) ?? 0
    }

    mutating func move(by steps: Int) { cursor = max(0, min(cursor + steps, items.count - 1)) }
}
