package import FoundationEssentials

/// An online shop: one namespace and one Helm release in one cluster.
package struct Store: Identifiable, Hashable, Sendable {
    package let id: StoreID
    package let name: StoreName
    /// The kube context it lives in.
    package let cluster: String
    package let namespace: String
    package var spec: StoreSpec
    package var status: StoreStatus

    package init(
        id: StoreID, name: StoreName, cluster: String, namespace: String, spec: StoreSpec, status: StoreStatus
    ) {
        self.id = id
        self.name = name
        self.cluster = cluster
        self.namespace = namespace
        self.spec = spec
        self.status = status
    }

    /// The Secret that is made before the release and that the chart is given as `existingSecret`.
    package var credentialsSecret: String { "\(name)-credentials" }

    /// Where shoppers go, and where the owner does.
    package var urls: [StoreURL] {
        guard let base = spec.address else { return [] }
        return switch spec.engine {
        case .woocommerce:
            [
                StoreURL(title: "Shop", text: base + "/shop/"),
                StoreURL(title: "Admin", text: base + "/wp-admin/"),
            ]
        case .medusa:
            [StoreURL(title: "Shop", text: base + "/"), StoreURL(title: "Admin", text: base + "/app")]
        }
    }
}

/// What was recorded of a store as its jobs went along.
package struct StoreStatus: Hashable, Sendable {
    package var phase: StorePhase
    /// What went wrong last, for people; nil once it's well again.
    package var lastError: String?
    /// The Helm revision recorded last.
    package var revision: Int?
    package var createdAt: Date
    package var updatedAt: Date

    package init(
        phase: StorePhase, lastError: String? = nil, revision: Int? = nil, createdAt: Date, updatedAt: Date
    ) {
        self.phase = phase
        self.lastError = lastError
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// An address of a store, with the word it's shown under.
package struct StoreURL: Hashable, Sendable {
    package let title: String
    package let text: String

    package init(title: String, text: String) {
        self.title = title
        self.text = text
    }
}
