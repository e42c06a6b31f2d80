import Foundation
import Synchronization
import Testing

/// Gives a parser spoiled inputs: it may refuse each, but neither crash nor take long. URUMI_FUZZ says how many
/// (2,000 when it's not set), URUMI_SEED plays one. The seed under way stands in a file, for the case of a crash.
enum Fuzz {
    /// What an input may take; a hang ends the process with the seed's name.
    private static let limit: Duration = .seconds(2)
    private static let hang: Duration = .seconds(30)

    static func run(_ name: String, _ originals: [String], _ parse: ([UInt8]) throws -> Void) throws {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["URUMI_FUZZ"].flatMap { UInt64($0) } ?? 2_000
        let only = environment["URUMI_SEED"].flatMap { UInt64($0) }
        let seeds = only.map { $0..<$0 + 1 } ?? 0..<count
        let originals = originals.map { Array($0.utf8) }
        for original in originals {
            #expect(throws: Never.self, "\(name): an original is taken") { try parse(original) }
        }
        let watch = Watch(name)
        defer { watch.end() }
        var taken = 0
        var longest: (seed: UInt64, duration: Duration) = (0, .zero)
        for seed in seeds {
            var mutator = Mutator(seed: seed)
            let index = Int(seed % UInt64(originals.count))
            let input = mutator.mutate(originals[index], beside: originals[(index + 1) % originals.count])
            watch.begin(seed)
            let start = ContinuousClock.now
            do {
                try parse(input)
                taken += 1
            } catch {
                _ = "\(error)".utf8.count
            }
            let duration = start.duration(to: .now)
            if duration > longest.duration { longest = (seed, duration) }
            if duration > limit { Issue.record("\(name): URUMI_SEED=\(seed) took \(duration)") }
        }
        print("\(name): \(seeds.count) inputs, \(taken) taken, longest \(longest.duration) (\(longest.seed))")
    }

    private final class Watch: Sendable {
        private let state = Mutex<(seed: UInt64, start: ContinuousClock.Instant)?>(nil)
        private let isOver = Mutex(false)
        private let file: FileHandle?
        private let path: String

        init(_ name: String) {
            path =
                FileManager.default.temporaryDirectory.appendingPathComponent(
                    "urumi-fuzz-\(getpid())-\(name)"
                )
                .path
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            file = FileHandle(forWritingAtPath: path)
            Thread { [self] in
                while !isOver.withLock(\.self) {
                    Thread.sleep(forTimeInterval: 0.5)
                    guard let (seed, start) = state.withLock(\.self), start.duration(to: .now) > Fuzz.hang
                    else { continue }
                    print("\(name): URUMI_SEED=\(seed) hangs")
                    abort()
                }
            }.start()
        }

        func begin(_ seed: UInt64) {
            state.withLock { $0 = (seed, .now) }
            guard let file else { return }
            let text = Array("\(seed)\n".utf8)
            _ = pwrite(file.fileDescriptor, text, text.count, 0)
        }

        func end() {
            state.withLock { $0 = nil }
            isOver.withLock { $0 = true }
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}
