internal import Domain

/// Leads the store's host names to this machine where nothing else does. What it can't do it says, and holds
/// nothing up: a store is one without a name too.
struct HostsStep: Step {
    let name = StepName.hosts

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        try await Self.run(
            context.store.spec.hosts, with: context.services.hosts, removing: context.job.kind == .delete)
    }

    static func run(_ hosts: [String], with names: (any HostNames)?, removing: Bool) async throws
        -> StepResult
    {
        let needing = hosts.filter { NameResolution(of: $0) == .domain }
        guard !needing.isEmpty else { return .skipped("the host names resolve by themselves") }
        do {
            return try await removing ? remove(needing, from: names) : add(needing, to: names)
        } catch let error as HostsError {
            return .skipped("\(error)")
        }
    }

    private static func add(_ hosts: [String], to names: (any HostNames)?) async throws -> StepResult {
        guard let names else { return .skipped("\(hosts[0]) needs a DNS entry") }
        let unknown = await unresolved(hosts, by: names)
        guard !unknown.isEmpty else { return .skipped("the host names resolve") }
        try await names.add(unknown)
        return .done("\(unknown.joined(separator: ", ")) in /etc/hosts")
    }

    /// Those of a store's hosts that the hosts file has to know. Names that DNS knows stay out of it, unless they
    /// are in it: then it's the file that knows them.
    static func unresolved(
        _ hosts: [String], by names: any HostNames, counting held: Set<String> = []
    ) async -> [String] {
        var unknown: [String] = []
        for host in hosts where NameResolution(of: host) == .domain {
            if held.contains(host) {
                unknown.append(host)
            } else if await !names.resolves(host) {
                unknown.append(host)
            }
        }
        return unknown
    }

    private static func remove(_ hosts: [String], from names: (any HostNames)?) async throws -> StepResult {
        let held = names?.names() ?? []
        let mine = hosts.filter(held.contains)
        guard let names, !mine.isEmpty else {
            return .skipped("none of its names is in urumi's block of /etc/hosts")
        }
        try await names.remove(mine)
        return .done("\(mine.joined(separator: ", ")) no longer in /etc/hosts")
    }
}
