import Domain
import Foundation
import Glibc
import Testing

@testable import Persistence

@Suite("Zombies", .timeLimit(.minutes(2)))
struct ZombieTests {
    /// Workers lose their locks while they live, and everybody acts in any order: whatever a holder that isn't
    /// the last one writes is refused, and of every job there's one end.
    @Test("write nothing, in whatever order things happen", arguments: 0..<20)
    func interleavings(seed: UInt64) async throws {
        try await TestState.run { state in
            var random = SplitMix(state: seed)
            let databases = [try await state.open(), try await state.open()]
            let user = databases[0]
            var leases: [any JobLease] = []
            var jobs: [JobID] = []
            var refused = 0
            for step in 0..<60 {
                switch Int.random(in: 0..<10, using: &random) {
                case 0...1:
                    if let job = try? await user.enqueue(.create("shop-\(step % 4)")) { jobs.append(job.id) }
                case 2:
                    if let store = try await user.stores(cluster: TestState.cluster).randomElement(
                        using: &random),
                        let kind = [JobKind.upgrade, .rollback, .delete].randomElement(using: &random),
                        let job = try? await user.enqueue(.any(kind, store.id, store.name.description))
                    {
                        jobs.append(job.id)
                    }
                case 3...4:
                    let database = databases[step % 2]
                    if let lease = try await database.claim() { leases.append(lease) }
                case 5:
                    // As if the kernel had let go of a lock while its holder lives.
                    for store in try await user.stores(cluster: TestState.cluster) {
                        unlink(LockPaths(folder: user.folder, store: store.id).work)
                    }
                case 6:
                    if let id = jobs.randomElement(using: &random) {
                        _ = try? await user.cancel(id, requestedBy: "eve@vps")
                    }
                default:
                    guard let lease = leases.randomElement(using: &random) else { continue }
                    let before = try await user.job(lease.job.id)
                    let store = try await user.store(lease.store.id)
                    let isHolder = before?.state == .running && before?.token == lease.job.token
                    do {
                        try await write(lease, Int.random(in: 0..<6, using: &random), state.time.now)
                        #expect(isHolder, "seed \(seed), step \(step): a zombie wrote")
                    } catch DomainError.fenced {
                        refused += 1
                        #expect(!isHolder, "seed \(seed), step \(step): the holder was refused")
                        #expect(try await user.job(lease.job.id) == before)
                        #expect(try await user.store(lease.store.id) == store)
                    }
                }
            }
            let ends = try await user.audit(cluster: nil, store: nil, limit: 999).filter {
                ["succeeded", "failed", "cancelled"].contains($0.outcome)
            }
            let retried = Set(ends.compactMap(\.job))
            #expect(ends.count == retried.count, "seed \(seed): a job ended twice")
        }
    }

    private func write(_ lease: any JobLease, _ choice: Int, _ now: Date) async throws {
        let failure = JobFailure(reason: "Z", message: "z", isPermanent: false)
        switch choice {
        case 0: try await lease.record(StepRecord(name: .release, state: .running))
        case 1: try await lease.remember(lease.job.parameters)
        case 2:
            try await lease.finish(.succeeded(phase: lease.job.kind == .delete ? nil : .ready, revision: 9))
        case 3: try await lease.finish(.failed(failure))
        case 4: try await lease.finish(.retry(at: now, because: failure))
        default: try await lease.finish(.released)
        }
    }
}

/// Sebastiano Vigna's SplitMix64.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
