internal import Domain
internal import Helm
internal import Kubernetes

/// Why a command ended without doing what it was asked to: a message for people, a code for scripts.
package struct CommandFailure: Error, Sendable, CustomStringConvertible {
    package let status: ExitStatus
    package let description: String

    package init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }

    /// The failure that `error` amounts to.
    package init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as DomainError: self.init(Self.status(of: error), error.description)
        case let error as StoreName.Problem: self.init(.wrongUsage, "that can't be a store's name: \(error)")
        case let error as HostName.Problem: self.init(.wrongUsage, error.description)
        case let error as SettingsError: self.init(.wrongUsage, error.description)
        case let error as KubernetesError: self.init(Self.status(of: error), error.description)
        case let error as HelmError: self.init(Self.status(of: error), error.description)
        case is CancellationError: self.init(.interrupted, "interrupted")
        default: self.init(.failed, "\(error)")
        }
    }

    private static func status(of error: KubernetesError) -> ExitStatus {
        switch error {
        case .notFound: .notFound
        case .conflict, .alreadyExists: .conflict
        case .invalid, .invalidRequest: .failed
        default: .unreachable
        }
    }

    private static func status(of error: HelmError) -> ExitStatus {
        if case .invalidSetting = error { .wrongUsage } else { .failed }
    }

    private static func status(of error: DomainError) -> ExitStatus {
        switch error {
        case .nameTaken, .busy, .wrongPhase, .notActive, .notCancellable, .notRetryable,
            .anotherCluster:
            .conflict
        case .storeNotFound, .jobNotFound: .notFound
        case .limitReached: .limitReached
        case .fenced: .failed
        }
    }
}
