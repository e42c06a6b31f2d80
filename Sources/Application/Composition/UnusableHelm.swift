internal import Helm

/// Stands in where no usable Helm is found, so that jobs fail with that reason instead of waiting for ever.
struct UnusableHelm: HelmRunning {
    let error: HelmError

    var version: HelmVersion { .oldest }

    func run(
        _ command: HelmCommand, lockFile: String?, within limit: Duration,
        onLine: @escaping @Sendable (HelmOutputLine) -> Void
    ) async throws -> HelmOutput {
        throw error
    }
}
