internal import Helm
internal import Synchronization

/// A Helm that is looked for when a job needs it, so that one which is installed later is found; a job that finds
/// none fails with that reason instead of waiting for ever.
final class LateHelm: HelmRunning {
    private let detect: @Sendable () async throws -> any HelmRunning
    private let found = Mutex<(any HelmRunning)?>(nil)

    /// - Parameter detect: finds it, or throws the `HelmError` that says why it can't be used.
    init(detect: @escaping @Sendable () async throws -> any HelmRunning) { self.detect = detect }

    var version: HelmVersion { found.withLock { $0?.version } ?? .oldest }

    func run(
        _ command: HelmCommand, lockFile: String?, within limit: Duration,
        onLine: @escaping @Sendable (HelmOutputLine) -> Void
    ) async throws -> HelmOutput {
        let helm = try await helm()
        do {
            return try await helm.run(command, lockFile: lockFile, within: limit, onLine: onLine)
        } catch let error as HelmError {
            // Another one may be there by the next time.
            if case .cannotStart = error { found.withLock { $0 = nil } }
            throw error
        }
    }

    private func helm() async throws -> any HelmRunning {
        if let known = found.withLock({ $0 }) { return known }
        let helm = try await detect()
        found.withLock { $0 = helm }
        return helm
    }
}
