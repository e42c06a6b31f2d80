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
                message: error.description, isPermanent: !error.isPassing)
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

    /// What is missing or ending may be there again at the next try, which begins with the namespace. An answer
    /// that makes no sense, or a redirection, comes of something between here and the API server, and a file that
    /// can't be read may be being written.
    fileprivate var isPassing: Bool {
        let isEnding = status?.details?.causes?.contains { $0.reason == "NamespaceTerminating" } ?? false
        switch self {
        case .undecodable, .unreadableFile: return true
        case .api(let status) where status.code < 400: return true
        default: break
        }
        return isTransient || isConflict || isConnectionFailure || isNotFound || isEnding
    }
}

extension HelmError {
    /// Helm's exit code doesn't tell a passing trouble from a lasting one, so a plain failure is tried again
    /// until the attempts are used up, unless the API server's own words for a lasting refusal are in it.
    fileprivate var isPermanent: Bool {
        switch self {
        case .failed: isForbidden || isInvalid
        case .killed, .deadlineExceeded, .locked, .cannotStart, .snapshotNotStored: false
        default: true
        }
    }

    fileprivate var reasonWord: String {
        switch self {
        case .failed: isForbidden ? "Forbidden" : isInvalid ? "Invalid" : "HelmFailed"
        case .killed, .deadlineExceeded: "HelmStopped"
        case .notFound, .notExecutable, .tooOld, .unusable: "HelmUnusable"
        default: "Helm"
        }
    }

    private var isForbidden: Bool { said(" is forbidden: ") && !said("being terminated") }
    private var isInvalid: Bool { said(" is invalid: ") }

    private func said(_ words: String) -> Bool {
        guard case .failed(_, _, let lines) = self else { return false }
        return lines.contains { $0.contains(words) }
    }
}
