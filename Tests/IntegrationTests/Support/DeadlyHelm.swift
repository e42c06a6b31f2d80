import Foundation
import Glibc
import Helm
import Synchronization

/// The real Helm, whose process is killed at a random moment of a run, as by the kernel for want of memory.
final class DeadlyHelm: HelmRunning {
    private let base: any HelmRunning
    private let generator: Mutex<SeededGenerator>
    private let kills = Mutex(0)

    /// - Parameter seed: equal seeds give equal moments.
    init(_ base: any HelmRunning, seed: UInt64) {
        self.base = base
        generator = Mutex(SeededGenerator(seed))
    }

    var version: HelmVersion { base.version }
    /// How many helms died of it.
    var killed: Int { kills.withLock { $0 } }

    func run(
        _ command: HelmCommand, lockFile: String?, within limit: Duration,
        onLine: @escaping @Sendable (HelmOutputLine) -> Void
    ) async throws -> HelmOutput {
        // Those that only read change nothing by dying.
        guard let lockFile else {
            return try await base.run(command, lockFile: nil, within: limit, onLine: onLine)
        }
        let delay: Int? = generator.withLock { generator in
            Int.random(in: 0..<10, using: &generator) < 6 ? Int.random(in: 0..<900, using: &generator) : nil
        }
        return try await withThrowingTaskGroup(of: HelmOutput?.self) { group in
            group.addTask {
                try await self.base.run(command, lockFile: lockFile, within: limit, onLine: onLine)
            }
            if let delay {
                group.addTask {
                    try await Task.sleep(for: .milliseconds(delay))
                    let number = Self.holders(of: lockFile).count { kill($0, SIGKILL) == 0 }
                    self.kills.withLock { $0 += number }
                    return nil
                }
            }
            defer { group.cancelAll() }
            while let output = try await group.next() { if let output { return output } }
            throw CancellationError()
        }
    }

    /// The processes of this one's user that have the file open, which are that store's helms alone.
    private static func holders(of file: String) -> [pid_t] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { pid_t($0) }.filter { pid in
            guard pid != getpid() else { return false }
            let folder = "/proc/\(pid)/fd"
            return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).contains {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + $0)) == file
            }
        }
    }
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
