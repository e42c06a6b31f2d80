internal import Domain
internal import Helm
internal import Kubernetes

extension JobFailure {
    private static let unreachable = "Unreachable"

    /// Whether no working connection to the cluster could be had.
    var isOfConnection: Bool { reason == Self.unreachable }

    /// What an error of a step means for its job.
    init(_ error: any Error) {
        switch error {
        case let failure as JobFailure: self = failure
        case let error as ProvisioningError:
            self.init(reason: error.reason, message: error.description, isPermanent: error.isPermanent)
        case let error as KubernetesError:
            self.init(
                reason: error.isConnectionFailure ? Self.unreachable : error.reasonWord,
                message: error.description,
                isPermanent: !error.isTransient && !error.isConflict && !error.isConnectionFailure)
        case let error as HelmError:
            self.init(reason: error.reasonWord, message: error.description, isPermanent: error.isPermanent)
        default: self.init(reason: "Internal", message: "\(error)", isPermanent: false)
        }
    }
}

extension KubernetesError {
    fileprivate var reasonWord: String {
        if let reason = status?.reason, !reason.isEmpty { return reason }
        return "Kubernetes"
    }
}

extension HelmError {
    /// Helm's exit code doesn't tell a passing trouble from a lasting one, so a plain failure is tried again
    /// until the attempts are used up, which for a broken chart is after a few seconds.
    fileprivate var isPermanent: Bool {
        switch self {
        case .failed, .killed, .deadlineExceeded, .locked, .cannotStart, .snapshotNotStored: false
        default: true
        }
    }

    fileprivate var reasonWord: String {
        switch self {
        case .failed: "HelmFailed"
        case .killed, .deadlineExceeded: "HelmStopped"
        case .notFound, .notExecutable, .tooOld, .unusable: "HelmUnusable"
        default: "Helm"
        }
    }
}
