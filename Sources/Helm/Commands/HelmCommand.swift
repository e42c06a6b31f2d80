/// One run of Helm as a value: which arguments, what on stdin, what comes out on stdout.
///
/// The cluster (kubeconfig and context) is no part of it; `HelmEnvironment` carries that. Values travel on
/// stdin, so that arguments, which every user of the machine can read, hold names only.
package enum HelmCommand: Sendable, Equatable {
    /// `helm upgrade --install`, without waiting for workloads. Prints the release as JSON.
    case upgrade(Upgrade)
    /// The same without doing it: what it would make as JSON, rendered with what the cluster has.
    case preview(Upgrade)
    /// `helm uninstall`, foreground cascade, history removed; a missing release is a success.
    /// With `wait`, returns once the release's objects are gone.
    case uninstall(release: String, namespace: String, wait: Bool, timeout: Duration)
    /// `helm rollback` to a revision, as a new revision, without waiting for workloads.
    case rollback(release: String, namespace: String, revision: Int, historyMax: Int, timeout: Duration)
    /// The release's revisions as JSON.
    case history(release: String, namespace: String)
    /// Releases in every state as JSON: one namespace, or all of them when nil; one name, or all when nil.
    case list(namespace: String?, release: String?)
    /// The release as JSON: its newest revision, or the one given.
    case status(release: String, namespace: String, revision: Int?)
    /// The values that were given (with `all`: merged with the chart's) as JSON.
    case values(release: String, namespace: String, revision: Int?, all: Bool)
    /// The manifest as YAML.
    case manifest(release: String, namespace: String, revision: Int?)
    /// Renders the chart as YAML without a cluster.
    case template(release: String, namespace: String, chart: String, values: HelmValues)
    /// `helm lint --strict` of a chart folder.
    case lint(chart: String, values: HelmValues)
    /// Prints the version alone.
    case version

    /// What `upgrade --install` needs.
    package struct Upgrade: Sendable, Equatable {
        package var release: String
        package var namespace: String
        /// The chart's folder.
        package var chart: String
        package var values: HelmValues
        /// Labels for the release's own record, such as the operation id.
        package var labels: [String: String]
        package var historyMax: Int
        /// Helm's limit for each single Kubernetes operation.
        package var timeout: Duration

        package init(
            release: String, namespace: String, chart: String, values: HelmValues = HelmValues(),
            labels: [String: String] = [:], historyMax: Int = 10, timeout: Duration = .seconds(120)
        ) {
            self.release = release
            self.namespace = namespace
            self.chart = chart
            self.values = values
            self.labels = labels
            self.historyMax = historyMax
            self.timeout = timeout
        }
    }

    /// Helm's arguments, without the program's name.
    package func arguments(for version: HelmVersion) -> [String] {
        switch self {
        case .upgrade(let upgrade):
            ["upgrade", upgrade.release, upgrade.chart, "--install", "--namespace", upgrade.namespace]
                + ["--values", "-", "--history-max", "\(upgrade.historyMax)"] + Self.limit(upgrade.timeout)
                + Self.labels(upgrade.labels) + ["--output", "json"]
        case .preview(let upgrade):
            Self.upgrade(upgrade).arguments(for: version) + ["--dry-run=server"]
        case .uninstall(let release, let namespace, let wait, let timeout):
            ["uninstall", release, "--namespace", namespace, "--ignore-not-found", "--cascade", "foreground"]
                + (wait ? ["--wait"] : []) + Self.limit(timeout)
        case .rollback(let release, let namespace, let revision, let historyMax, let timeout):
            ["rollback", release, "\(revision)", "--namespace", namespace]
                + ["--history-max", "\(historyMax)"] + Self.limit(timeout)
        case .history(let release, let namespace):
            ["history", release, "--namespace", namespace, "--output", "json"]
        case .list(let namespace, let release):
            ["list"] + (namespace.map { ["--namespace", $0] } ?? ["--all-namespaces"])
                + version.listEveryState + Self.filter(release) + ["--max", "0"]
                + ["--time-format", "2006-01-02T15:04:05Z07:00", "--output", "json"]
        case .status(let release, let namespace, let revision):
            ["status", release, "--namespace", namespace] + Self.revision(revision) + ["--output", "json"]
        case .values(let release, let namespace, let revision, let all):
            ["get", "values", release, "--namespace", namespace] + Self.revision(revision)
                + (all ? ["--all"] : []) + ["--output", "json"]
        case .manifest(let release, let namespace, let revision):
            ["get", "manifest", release, "--namespace", namespace] + Self.revision(revision)
        case .template(let release, let namespace, let chart, _):
            ["template", release, chart, "--namespace", namespace, "--values", "-"]
        case .lint(let chart, _):
            ["lint", chart, "--strict", "--values", "-"]
        case .version:
            ["version", "--template", "{{.Version}}"]
        }
    }

    /// The values document, for the commands that read one.
    package var standardInput: [UInt8] {
        switch self {
        case .upgrade(let upgrade), .preview(let upgrade): upgrade.values.json
        case .template(_, _, _, let values), .lint(_, let values): values.json
        default: []
        }
    }

    /// Whether stdout is prose for the log, rather than a document to read.
    package var speaksToPeople: Bool {
        switch self {
        case .uninstall, .rollback, .lint: true
        default: false
        }
    }

    /// The verb and the release, for messages.
    package var summary: String {
        let arguments = arguments(for: .oldest)
        let count = arguments.first == "get" ? 3 : 2
        return (["helm"] + arguments.prefix(count).prefix { !$0.hasPrefix("-") }).joined(separator: " ")
    }

    private static func limit(_ timeout: Duration) -> [String] {
        ["--timeout", "\(max(1, timeout.components.seconds))s"]
    }

    private static func labels(_ labels: [String: String]) -> [String] {
        guard !labels.isEmpty else { return [] }
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return ["--labels", pairs.joined(separator: ",")]
    }

    private static func filter(_ release: String?) -> [String] {
        guard let release else { return [] }
        return ["--filter", "^" + release.split(separator: ".").joined(separator: "\\.") + "$"]
    }

    private static func revision(_ revision: Int?) -> [String] {
        revision.map { ["--revision", "\($0)"] } ?? []
    }
}
