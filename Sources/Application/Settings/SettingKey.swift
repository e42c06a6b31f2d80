/// The settings by the names that the environment, `.env` and the config file use.
package enum SettingKey: String, CaseIterable, Sendable {
    case debug = "DEBUG"
    case databaseURL = "DATABASE_URL"
    case kubeconfig = "KUBECONFIG"
    case inCluster = "IN_CLUSTER"
    case helmBinary = "HELM_BINARY"
    case baseDomain = "BASE_DOMAIN"
    case publicPort = "PUBLIC_PORT"
    case ingressClass = "INGRESS_CLASS"
    case ingressNamespace = "INGRESS_NAMESPACE"
    case maxStores = "MAX_STORES"
    case provisionTimeout = "PROVISION_TIMEOUT_SECONDS"
    case rateLimit = "RATE_LIMIT_PER_MINUTE"
    case namespacePrefix = "NAMESPACE_PREFIX"
    case tlsIssuer = "TLS_ISSUER"
    case storageClass = "STORAGE_CLASS"
    case workerConcurrency = "WORKER_CONCURRENCY"
    case theme = "THEME"
    case apiToken = "API_TOKEN"
    case corsOrigins = "CORS_ORIGINS"
    case webhooks = "WEBHOOKS"

    /// The names of all of them.
    static let names = Set(allCases.map(\.rawValue))
    /// The names of those that no other program may get to know.
    static let secretNames = Set(allCases.filter(\.isSecret).map(\.rawValue))

    /// What holds when nobody says otherwise; empty where the program works it out or leaves it off.
    package var defaultText: String {
        switch self {
        case .debug, .inCluster: "false"
        case .helmBinary: "helm"
        case .baseDomain: "localhost"
        case .maxStores, .rateLimit: "10"
        case .provisionTimeout: "600"
        case .namespacePrefix: "store-"
        case .workerConcurrency: "3"
        case .theme: "midnight"
        default: ""
        }
    }

    /// Whether its value stays out of everything that is shown.
    package var isSecret: Bool { self == .apiToken || self == .webhooks }

    /// One line for people.
    package var summary: String {
        switch self {
        case .debug: "debug logging"
        case .databaseURL: "sqlite:///PATH of the database; by default in the state folder"
        case .kubeconfig: "kubeconfig files, as kubectl has it; by default ~/.kube/config"
        case .inCluster: "use the pod's service account"
        case .helmBinary: "the helm to run, a name or a path"
        case .baseDomain: "a store's host is NAME.BASE_DOMAIN"
        case .publicPort: "where the stores answer; by default 80, or 443 with TLS_ISSUER"
        case .ingressClass: "by default the cluster's own, else traefik"
        case .ingressNamespace: "whose pods may reach the stores; by default found"
        case .maxStores: "how many stores a cluster may have"
        case .provisionTimeout: "a create's or upgrade's deadline"
        case .rateLimit: "writes of the REST API to come, a client"
        case .namespacePrefix: "a store's namespace is NAMESPACE_PREFIX + NAME"
        case .tlsIssuer: "a cert-manager ClusterIssuer; empty serves http"
        case .storageClass: "by default the cluster's own"
        case .workerConcurrency: "jobs at a time in one process"
        case .theme: "the dashboard's theme"
        case .apiToken: "what clients of the REST API to come must send"
        case .corsOrigins: "web origins that may use the REST API to come"
        case .webhooks: "addresses to be told of changes, once that is there"
        }
    }
}
