internal import Domain

/// What stops a step, beyond what Helm and Kubernetes themselves report.
package enum ProvisioningError: Error, Hashable, Sendable, CustomStringConvertible {
    case namespaceNotOurs(String)
    case releaseUnrecorded(String)
    case releaseRemains(String)
    case releaseMissing(String)
    case releaseNotOurs(String, revision: Int)
    /// No such revision to go back to; nil where there's none at all.
    case revisionMissing(String, revision: Int?, available: [Int])
    case workloadFailed(String)
    case deadline(waitingFor: String, seconds: Int)
    case chartMissing(String)
    case wrongServiceAccount(String)
    case operatorRefused(role: String, namespace: String)
    case outsidePrefix(namespace: String, prefix: String)
    case dataNotKept(String)
    /// Still being deleted; the message says what holds it up, empty when nothing is known to.
    case namespaceEnding(String, message: String)

    package var description: String {
        switch self {
        case .namespaceNotOurs(let name):
            "the namespace \(name) exists and isn't this store's; it was left alone. Choose another name, or "
                + "remove it yourself if nobody needs it"
        case .releaseUnrecorded(let name):
            "helm said that \(name) was done, but the cluster has no record of it; check the quota on Secrets "
                + "and the API server's health"
        case .releaseRemains(let name):
            "helm said that \(name) was uninstalled, but the cluster still has its record"
        case .releaseMissing(let name):
            "\(name) has no Helm release to go back in; `urumi upgrade \(name)` makes one"
        case .releaseNotOurs(let name, let revision):
            "revision \(revision) of the release \(name) was deployed by somebody else; `urumi upgrade \(name)` "
                + "takes it over, `urumi delete \(name)` removes it"
        case .revisionMissing(let name, let revision, let available):
            (revision.map { "\(name) has no revision \($0) to go back to" }
                ?? "\(name) has no earlier revision to go back to")
                + (available.isEmpty
                    ? "" : "; there are " + available.map { "\($0)" }.joined(separator: ", "))
                + ". `urumi history \(name)` shows them"
        case .workloadFailed(let problem): problem
        case .deadline(let waitingFor, let seconds):
            "not ready after \(seconds) s; it was waiting for \(waitingFor). `urumi jobs` shows the step"
        case .chartMissing(let engine):
            "there's no chart for \(engine); reinstall urumi or point URUMI_SHARE at its checkout"
        case .wrongServiceAccount(let text):
            "URUMI_SERVICE_ACCOUNT is “\(text)”; allowed: NAMESPACE/NAME of the service account that urumi runs as"
        case .operatorRefused(let role, let namespace):
            "the service account was bound to \(role) in \(namespace), but still may not work there; check that "
                + "URUMI_SERVICE_ACCOUNT names the account that urumi runs as, and that the ClusterRole is there"
        case .outsidePrefix(let namespace, let prefix):
            "urumi may work in namespaces that begin with \(prefix) only, and \(namespace) doesn't; start the platform "
                + "with that namespacePrefix"
        case .dataNotKept(let name):
            "the data of \(name) can't be kept: it runs with keepData=false, with which Helm removes the volumes. "
                + "`urumi upgrade \(name) --set keepData=true` changes that; nothing was deleted"
        case .namespaceEnding(let name, let message):
            "the namespace \(name) is still ending" + (message.isEmpty ? "" : ", held up: \(message)")
        }
    }

    /// A stable word for scripts.
    var reason: String {
        switch self {
        case .namespaceNotOurs: "NamespaceNotOurs"
        case .releaseUnrecorded: "ReleaseUnrecorded"
        case .releaseRemains: "ReleaseRemains"
        case .releaseMissing: "ReleaseMissing"
        case .releaseNotOurs: "ReleaseNotOurs"
        case .revisionMissing: "RevisionMissing"
        case .workloadFailed: "WorkloadFailed"
        case .deadline: "DeadlineExceeded"
        case .chartMissing: "ChartMissing"
        case .wrongServiceAccount: "WrongServiceAccount"
        case .operatorRefused: "OperatorRefused"
        case .outsidePrefix: "OutsidePrefix"
        case .dataNotKept: "DataNotKept"
        case .namespaceEnding: "NamespaceEnding"
        }
    }

    var isPermanent: Bool {
        switch self {
        case .releaseUnrecorded, .releaseRemains, .namespaceEnding: false
        default: true
        }
    }
}
