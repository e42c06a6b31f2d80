package import Domain
package import Foundation

/// What urumi's block of the hosts file is to hold so that it's as the steps of all stores' jobs would leave it.
package struct HostsPlan: Hashable, Sendable {
    package let names: [String]
    package let added: [String]
    package let removed: [String]

    package var isEmpty: Bool { added.isEmpty && removed.isEmpty }

    package init(for stores: [Store], with names: any HostNames) async {
        let held = names.names()
        var wanted: [String] = []
        for store in stores where store.status.phase != .archived {
            for host in await HostsStep.unresolved(store.spec.hosts, by: names, counting: held)
            where !wanted.contains(host) {
                wanted.append(host)
            }
        }
        self.names = wanted.sorted()
        added = wanted.filter { !held.contains($0) }.sorted()
        removed = held.subtracting(wanted).sorted()
    }

    /// Makes it so, told in the audit trail before and after.
    /// - Throws: `HostsError`, with that told as well.
    package func carryOut(
        with names: any HostNames, in cluster: String, requestedBy actor: String, told trail: any AuditTrail,
        now: () -> Date = { Date() }
    ) async throws {
        guard !isEmpty else { return }
        func entry(_ outcome: String, _ detail: String) -> AuditEntry {
            AuditEntry(
                at: now(), actor: actor, action: "sync hosts", target: "", cluster: cluster, job: nil,
                outcome: outcome, detail: detail)
        }
        let changes = [("added", added), ("removed", removed)].filter { !$0.1.isEmpty }
            .map { "\($0.0) \($0.1.joined(separator: ", "))" }.joined(separator: "; ")
        try await trail.record(entry("accepted", changes))
        do {
            try await names.sync(self.names)
        } catch {
            try await trail.record(entry(JobState.failed.rawValue, "\(error)"))
            throw error
        }
        try await trail.record(entry(JobState.succeeded.rawValue, changes))
    }
}
