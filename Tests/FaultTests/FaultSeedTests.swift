import DemoCluster
import Foundation
import Testing

/// URUMI_SEEDS says how many seeds (8 when it's not set), URUMI_SEED plays one.
@Suite("Reflectors through faults, by seed", .timeLimit(.minutes(60)))
struct FaultSeedTests {
    /// The longest way back, and the longest when a key has asked for it.
    private static let limit: Duration = .seconds(35)
    private static let limitAfterKey: Duration = .seconds(5)

    private static let seeds: Range<UInt64> = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["URUMI_SEED"].flatMap({ UInt64($0) }) { return seed..<seed + 1 }
        return 0..<(environment["URUMI_SEEDS"].flatMap { UInt64($0) } ?? 8)
    }()

    @Test("after any faults what is known equals what the server has, soon and with one list a kind")
    func seeds() async throws {
        let report = Report()
        try await withThrowingTaskGroup(of: Void.self) { group in
            var waiting = Array(Self.seeds.reversed())
            for _ in 0..<8 {
                if let seed = waiting.popLast() { group.addTask { try await Self.play(seed, report) } }
            }
            while try await group.next() != nil {
                if let seed = waiting.popLast() { group.addTask { try await Self.play(seed, report) } }
            }
        }
        await print(report.summary)
    }

    /// A seed that fails is played again with more patience for the machine before it's told.
    private static func play(_ seed: UInt64, _ report: Report) async throws {
        var findings: [String] = []
        for quiet in [Duration.milliseconds(2), .milliseconds(25), .milliseconds(100)] {
            let found = Findings()
            try await World.run(seed: seed, quiet: quiet) { world in
                try await episodes(world, seed, found, report)
            }
            findings = await found.all
            if findings.isEmpty { return }
            await report.again()
        }
        for finding in findings { Issue.record("URUMI_SEED=\(seed): \(finding)") }
    }

    private static func episodes(
        _ world: World, _ seed: UInt64, _ findings: Findings, _ report: Report
    ) async throws {
        var generator = SeededGenerator(seed: seed)
        let writer = Writer(store: world.store)
        writer.mark(using: &generator)
        guard await world.pass(.seconds(10), until: { world.isAtRest }) else {
            return await findings.add("it doesn't begin")
        }
        for _ in 0..<Int.random(in: 3...6, using: &generator) {
            let fault = Fault.random(using: &generator)
            if fault == .expiredToken { try world.renewToken() }
            if Int.random(in: 0..<3, using: &generator) == 0 {
                world.wall.jump(years: Double.random(in: -30...30, using: &generator))
            }
            world.trace("\(fault)")
            world.proxy.begin(fault)
            if case .suspended(let hours) = fault { world.clock.jump(by: .seconds(hours * 3_600)) }
            let before = world.proxy.seen.count
            let length = await endure(world, writer, &generator)
            if fault == .forgottenHistory { world.store.forgetHistory() }
            world.proxy.endFault()
            let requests = world.proxy.seen.count - before
            if requests > 3 * (16 + Int(length.components.seconds) / 4) {
                await findings.add("\(fault): \(requests) requests in \(length)")
            }
            writer.mark(using: &generator)
            let lists = world.lists
            world.trace("over")
            let start = world.clock.now
            let hasKey = Bool.random(using: &generator)
            if hasKey {
                world.pressKey()
                // An attempt that had just begun isn't given up: whoever waits presses again.
                if !(await world.pass(.seconds(2), until: { world.isAtRest })) { world.pressKey() }
            }
            guard await world.pass(.seconds(120), until: { world.isAtRest }) else {
                return await findings.add("\(fault): it isn't right after two minutes")
            }
            let took = start.duration(to: world.clock.now)
            await report.add(took, hasKey)
            if took > (hasKey ? limitAfterKey : limit) {
                await findings.add("\(fault): it took \(took)\(hasKey ? " after a key" : "")")
            }
            for (kind, count) in world.lists where count - lists[kind, default: 0] > 1 {
                await findings.add("\(fault): \(count - lists[kind, default: 0]) lists of \(kind)")
            }
            for difference in try await world.differences { await findings.add("\(fault): \(difference)") }
        }
        for early in tooEarly(world) { await findings.add(early) }
    }

    /// Writes while the fault lasts; how long that was.
    private static func endure(_ world: World, _ writer: Writer, _ generator: inout SeededGenerator) async
        -> Duration
    {
        let start = world.clock.now
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            let longest = Int.random(in: 0..<8, using: &generator) == 0 ? 200_000 : 15_000
            await world.pass(
                .milliseconds(Int.random(in: 1...longest, using: &generator)), step: .seconds(4))
            writer.write(using: &generator)
        }
        return start.duration(to: world.clock.now)
    }

    /// The requests that came before the server's Retry-After was over, without a key having been pressed.
    private static func tooEarly(_ world: World) -> [String] {
        var asked: [String: Duration] = [:]
        var found: [String] = []
        for request in world.proxy.seen {
            if let until = asked.removeValue(forKey: request.kind), request.at < until,
                !world.keys.contains(where: { $0 <= request.at && $0 >= request.at - .seconds(1) })
            {
                found.append("\(request.kind) was asked for \(until - request.at) too early")
            }
            asked[request.kind] = request.askedToWaitUntil
        }
        return found
    }
}

private actor Findings {
    private(set) var all: [String] = []
    func add(_ finding: String) { all.append(finding) }
}

/// The ways back of all seeds.
private actor Report {
    private var alone: [Duration] = []
    private var asked: [Duration] = []
    private var repeats = 0

    func add(_ duration: Duration, _ hasKey: Bool) {
        if hasKey { asked.append(duration) } else { alone.append(duration) }
    }
    func again() { repeats += 1 }

    var summary: String {
        "recoveries alone: \(Self.text(alone)); after a key: \(Self.text(asked)); played again: \(repeats)"
    }

    private static func text(_ durations: [Duration]) -> String {
        let sorted = durations.sorted()
        guard let last = sorted.last else { return "none" }
        return "\(sorted.count), median \(sorted[sorted.count / 2]), p99 \(sorted[sorted.count * 99 / 100]), "
            + "longest \(last)"
    }
}
