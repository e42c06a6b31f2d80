internal import Domain

/// Notes whether the store's host names resolve by themselves.
struct HostsStep: Step {
    let name = StepName.hosts

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        let needing = context.store.spec.hosts.filter { !Self.resolvesByItself($0) }
        guard let host = needing.first else { return .skipped("the host names resolve by themselves") }
        return .skipped("\(host) needs a DNS or /etc/hosts entry")
    }

    private static func resolvesByItself(_ host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host.hasSuffix(".nip.io")
            || host.hasSuffix(".sslip.io")
    }
}
