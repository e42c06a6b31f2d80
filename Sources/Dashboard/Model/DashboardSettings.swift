package import Domain

/// What the dashboard needs to know of the settings in force.
package struct DashboardSettings: Hashable, Sendable {
    /// The kube context, as shown and as recorded with stores and jobs.
    package var cluster: String
    package var isDemo: Bool
    /// Refuses every action that changes something.
    package var isReadOnly: Bool
    /// How many stores may exist; nil is no limit.
    package var maxStores: Int?
    package var namespacePrefix: String
    package var baseDomain: String
    /// Whether stores are served by https.
    package var usesTLS: Bool
    /// Where stores answer; nil is the scheme's own port.
    package var publicPort: Int?
    /// A create's deadline, in seconds.
    package var timeoutSeconds: Int
    /// Who acts, as `user@host`.
    package var requestedBy: String
    package var engines: [EngineOffer]
    /// What a store of an engine and a size may use at most, in words such as `2 CPU, 2 GiB memory`.
    package var sizes: [Engine: [StoreSize: String]]
    /// The names of all themes.
    package var themes: [String]
    package var theme: String

    package init(
        cluster: String, isDemo: Bool = false, isReadOnly: Bool = false, maxStores: Int? = nil,
        namespacePrefix: String = "store-", baseDomain: String = "localhost", usesTLS: Bool = false,
        publicPort: Int? = nil, timeoutSeconds: Int = 600, requestedBy: String,
        engines: [EngineOffer] = Engine.allCases.map { EngineOffer($0) },
        sizes: [Engine: [StoreSize: String]] = [:], themes: [String] = [], theme: String = ""
    ) {
        self.cluster = cluster
        self.isDemo = isDemo
        self.isReadOnly = isReadOnly
        self.maxStores = maxStores
        self.namespacePrefix = namespacePrefix
        self.baseDomain = baseDomain
        self.usesTLS = usesTLS
        self.publicPort = publicPort
        self.timeoutSeconds = timeoutSeconds
        self.requestedBy = requestedBy
        self.engines = engines
        self.sizes = sizes
        self.themes = themes
        self.theme = theme
    }
}

extension DashboardSettings {
    /// What queues an action under these settings.
    package func request(_ action: JobRequest.Action) -> JobRequest {
        JobRequest(
            action: action, cluster: cluster, timeoutSeconds: timeoutSeconds, requestedBy: requestedBy)
    }
}

/// An engine, and why no store of it can be made now, if so.
package struct EngineOffer: Hashable, Sendable {
    package var engine: Engine
    package var unavailable: String?

    package init(_ engine: Engine, unavailable: String? = nil) {
        self.engine = engine
        self.unavailable = unavailable
    }
}
