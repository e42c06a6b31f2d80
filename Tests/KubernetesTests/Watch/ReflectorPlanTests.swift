import Testing

@testable import Kubernetes

@Suite("What a reflector does next")
struct ReflectorPlanTests {
    private static let gone = KubernetesError(Status(code: 410, reason: "Expired"))
    private static let tooLarge = KubernetesError(
        Status(
            code: 504, reason: "Timeout", details: .init(causes: [.init(reason: "ResourceVersionTooLarge")])))
    private static let unreachable = KubernetesError.unreachable(server: "s", reason: "refused")
    private static let busy = KubernetesError(Status(code: 429, reason: "TooManyRequests"))

    @Test("it lists from the cache first, then watches from the list's version")
    func start() {
        var plan = ReflectorPlan()
        #expect(plan.step == .list(resourceVersion: "0"))
        #expect(plan.listFailed(Self.unreachable) == .later)
        #expect(plan.step == .list(resourceVersion: "0"))
        plan.listed(resourceVersion: "5")
        #expect(plan.step == .watch(resourceVersion: "5"))
        plan.advanced(to: "8")
        #expect(plan.step == .watch(resourceVersion: "8"))
    }

    @Test(
        "a watch that fails is resumed, unless its version has expired",
        arguments: [
            (unreachable, ReflectorPlan.Step.watch(resourceVersion: "8"), ReflectorPlan.Pace.later),
            (busy, .watch(resourceVersion: "8"), .later),
            (KubernetesError(Status(code: 500)), .watch(resourceVersion: "8"), .later),
            (KubernetesError(Status(code: 403)), .watch(resourceVersion: "8"), .later),
            (gone, .list(resourceVersion: "8"), .now),
            (.undecodable(what: "x", reason: "y"), .list(resourceVersion: "8"), .later),
        ])
    func watchFails(error: KubernetesError, step: ReflectorPlan.Step, pace: ReflectorPlan.Pace) {
        var plan = ReflectorPlan()
        plan.listed(resourceVersion: "5")
        plan.advanced(to: "8")
        #expect(plan.watchFailed(error, after: .seconds(1)) == pace)
        #expect(plan.step == step)
    }

    @Test("a version that expires again before any progress isn't asked for without a pause")
    func goneTwice() {
        var plan = ReflectorPlan()
        plan.listed(resourceVersion: "5")
        #expect(plan.watchFailed(Self.gone, after: .seconds(1)) == .later)
    }

    @Test("a list from a version that the server hasn't asks for the newest", arguments: [gone, tooLarge])
    func listFails(error: KubernetesError) {
        var plan = ReflectorPlan()
        plan.listed(resourceVersion: "5")
        plan.advanced(to: "6")
        _ = plan.watchFailed(Self.gone, after: .seconds(1))
        #expect(plan.listFailed(error) == .now)
        #expect(plan.step == .list(resourceVersion: nil))
        #expect(plan.listFailed(error) == .later)
    }

    @Test("a watch that ends as agreed goes on at once, one that told nothing at all after a pause")
    func ended() {
        var plan = ReflectorPlan()
        plan.listed(resourceVersion: "5")
        #expect(plan.watchEnded(after: .seconds(300)) == .now)
        #expect(plan.watchEnded(after: .milliseconds(5)) == .later)
        plan.advanced(to: "6")
        #expect(plan.watchEnded(after: .milliseconds(5)) == .now)
        #expect(plan.step == .watch(resourceVersion: "6"))
    }

    @Test("watches that tell something and end at once, again and again, are paused between too")
    func storm() {
        var plan = ReflectorPlan()
        plan.listed(resourceVersion: "5")
        var paces: [ReflectorPlan.Pace] = []
        for version in 6..<12 {
            plan.advanced(to: "\(version)")
            paces.append(plan.watchFailed(Self.gone, after: .zero))
            plan.listed(resourceVersion: "\(version)")
        }
        #expect(paces == [.now, .now, .now, .later, .later, .later])
        let silent = KubernetesError.timeout(server: "s", after: .seconds(25))
        #expect(plan.watchFailed(silent, after: .seconds(25)) == .now)
        #expect(plan.watchEnded(after: .seconds(20)) == .now)
        plan.advanced(to: "20")
        #expect(plan.watchFailed(Self.gone, after: .zero) == .now)
    }

    @Test("a watch that fell silent is opened again at once, and one that never began after a pause")
    func silent() {
        let silent = KubernetesError.timeout(server: "s", after: .seconds(25))
        var plan = ReflectorPlan()
        plan.listed(resourceVersion: "5")
        #expect(plan.watchFailed(silent, after: .seconds(25)) == .now)
        #expect(plan.step == .watch(resourceVersion: "5"))
        #expect(plan.watchFailed(Self.unreachable, after: .zero) == .later)
    }

    @Test(
        "a bookmark from before what was seen means another history",
        arguments: [("7", true), ("8", false), ("9", false), ("x", false)])
    func rewound(bookmark: String, rewound: Bool) {
        var plan = ReflectorPlan()
        plan.listed(resourceVersion: "8")
        #expect(plan.isRewound(by: bookmark) == rewound)
        #expect(plan.rewound() == .now)
        #expect(plan.step == .list(resourceVersion: nil))
    }

    @Test("pauses double from 0.8 s to 15 s, and begin anew after two quiet minutes")
    func backoff() {
        var backoff = Backoff()
        var now = Duration.zero
        var delays: [Duration] = []
        for _ in 0..<7 {
            let delay = backoff.next(now: now, jitter: 0)
            delays.append(delay)
            now += delay
        }
        #expect(
            delays.map { ($0.seconds * 1_000).rounded() } == [
                800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000,
            ])
        #expect(backoff.next(now: now, jitter: 0.99) == .seconds(15))
        #expect(backoff.next(now: now + .seconds(151), jitter: 0.5).formattedSeconds == "1.2 s")
    }
}
