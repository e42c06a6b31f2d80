import Foundation
import Synchronization
import Testing

@testable import Kubernetes

@Suite("Reflectors", .timeLimit(.minutes(1)))
struct ReflectorTests {
    /// A reflector on a scripted server, with its events as short words.
    private final class Fixture: Sendable {
        let server: ScriptedServer
        let clock = ManualClock()
        let client: KubernetesClient
        let reflector: Reflector<ConfigMap>

        init(_ answer: @escaping @Sendable (ScriptedServer.Request, Int) -> [ScriptedServer.Action]) throws {
            server = try ScriptedServer(answer)
            client = KubernetesClient(
                ClusterConfiguration(contextName: "t", server: server.url), clock: clock)
            reflector = Reflector(
                client: client, Selection(labels: "app=x"), clock: clock, jitter: { 0 },
                now: { Date(timeIntervalSince1970: 5) })
        }

        func words(_ count: Int, _ during: @Sendable (String) async -> Void = { _ in }) async -> [String] {
            let task = Task { await reflector.run() }
            var words: [String] = []
            for await event in reflector.events {
                words.append(Self.word(event))
                await during(words[words.count - 1])
                if words.count == count { break }
            }
            task.cancel()
            await task.value
            await client.shutdown()
            return words
        }

        private static func word(_ event: ReflectorEvent<ConfigMap>) -> String {
            switch event {
            case .replaced(let maps): "=" + maps.map(\.metadata.name).joined(separator: ",")
            case .upserted(let map): "~" + map.metadata.name
            case .deleted(let map): "-" + map.metadata.name
            case .connection(.connecting): "connecting"
            case .connection(.live): "live"
            case .connection(.stale(_, let reason)):
                switch reason {
                case .unreachable: "stale:unreachable"
                case .timeout: "stale:timeout"
                default: "stale:\(reason.status?.code ?? 0)"
                }
            }
        }
    }

    private static func list(_ names: [String], _ version: Int) -> ScriptedServer.Action {
        let items = names.map { #"{"metadata":{"name":"\#($0)","resourceVersion":"1"}}"# }.joined(
            separator: ",")
        return .json(#"{"metadata":{"resourceVersion":"\#(version)"},"items":[\#(items)]}"#)
    }

    private static func event(_ type: String, _ name: String, _ version: Int) -> ScriptedServer.Action {
        .chunk(
            #"{"type":"\#(type)","object":{"metadata":{"name":"\#(name)","resourceVersion":"\#(version)"}}}"#
                + "\n")
    }

    private static let gone = ScriptedServer.Action.chunk(
        #"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}"# + "\n")

    @Test("it lists, watches from there, and resumes where a bookmark left it")
    func happy() async throws {
        let fixture = try Fixture { request, index in
            switch index {
            case 0: [Self.list(["a", "b"], 10)]
            case 1:
                [
                    .head, Self.event("ADDED", "c", 11), Self.event("DELETED", "a", 12),
                    Self.event("BOOKMARK", "", 20), .end,
                ]
            default: [.head, Self.event("MODIFIED", "b", 21), .hang]
            }
        }
        let words = await fixture.words(6)
        #expect(words == ["connecting", "=a,b", "live", "~c", "-a", "~b"])
        let queries = fixture.server.requests.map(\.query)
        #expect(queries[0]["resourceVersion"] == "0")
        #expect(queries[1]["resourceVersion"] == "10")
        #expect(queries[1]["watch"] == "true")
        #expect(queries[1]["allowWatchBookmarks"] == "true")
        #expect(queries[1]["timeoutSeconds"] == "20")
        #expect(queries[2]["resourceVersion"] == "20")
        #expect(queries.allSatisfy { $0["labelSelector"] == "app=x" })
    }

    @Test("an expired version leads to a list from it, then to the newest", arguments: [true, false])
    func expired(asEvent: Bool) async throws {
        let fixture = try Fixture { request, index in
            switch index {
            case 0: [Self.list(["a"], 10)]
            case 1:
                asEvent
                    ? [.head, Self.event("ADDED", "b", 11), Self.gone, .hang]
                    : [.head, Self.event("ADDED", "b", 11), .end]
            case 2 where !asEvent: [.failure(410, "Expired")]
            default:
                if request.query["watch"] != nil {
                    [.head, .hang]
                } else if request.query["resourceVersion"] == "11" {
                    [.failure(410, "Expired")]
                } else {
                    [Self.list(["c"], 30)]
                }
            }
        }
        let words = await fixture.words(asEvent ? 5 : 6) { word in
            if word == "stale:410" { fixture.reflector.retryNow() }
        }
        #expect(words.filter { $0 != "stale:410" } == ["connecting", "=a", "live", "~b", "=c"])
    }

    @Test("a break in mid-event is resumed from the last whole one, without a list")
    func broken() async throws {
        let fixture = try Fixture { _, index in
            switch index {
            case 0: [Self.list([], 10)]
            case 1: [.head, Self.event("ADDED", "a", 11), .chunk(#"{"type":"ADDED","obj"#)]
            default: [.head, Self.event("ADDED", "b", 12), .hang]
            }
        }
        let words = await fixture.words(7) { word in
            if word == "stale:unreachable" {
                #expect(await eventually { fixture.clock.hasSleeper(for: .milliseconds(800)) })
                fixture.clock.advance(by: .milliseconds(800))
            }
        }
        #expect(words == ["connecting", "=", "live", "~a", "stale:unreachable", "live", "~b"])
        #expect(fixture.server.requests.map { $0.query["resourceVersion"] } == ["0", "10", "11"])
    }

    @Test("a busy server is left alone for as long as it asks, and isn't listed again")
    func busy() async throws {
        let fixture = try Fixture { _, index in
            switch index {
            case 0: [Self.list(["a"], 10)]
            case 1: [.failure(429, "TooManyRequests", headers: ["Retry-After": "9"])]
            default: [.head, Self.event("ADDED", "b", 11), .hang]
            }
        }
        let words = await fixture.words(5) { word in
            if word == "stale:429" {
                #expect(await eventually { fixture.clock.hasSleeper(for: .seconds(9)) })
                fixture.clock.advance(by: .seconds(9))
            }
        }
        #expect(words == ["connecting", "=a", "stale:429", "live", "~b"])
    }

    @Test("a server that's down is tried again with growing pauses, or at once when told to")
    func down() async throws {
        let fixture = try Fixture { _, index in
            index < 2 ? [.failure(503, "Down")] : [Self.list(["a"], 10), .hang]
        }
        let words = await fixture.words(4) { word in
            guard word == "stale:503" else { return }
            let pause: Duration =
                fixture.server.requests.count == 1 ? .milliseconds(800) : .milliseconds(1_600)
            #expect(await eventually { fixture.clock.hasSleeper(for: pause) })
            fixture.reflector.retryNow()
        }
        #expect(words == ["connecting", "stale:503", "stale:503", "=a"])
    }

    @Test("a connection that goes dead without a word is broken: a watch past its time, a list that stops")
    func silence() async throws {
        let fixture = try Fixture { request, index in
            switch index {
            case 0: [.hang]
            case 1: [Self.list(["a"], 10)]
            case 2: [.head, Self.event("ADDED", "b", 11), .hang]
            case 3: [.hang]
            default: [.head, Self.event("ADDED", "c", 12), .hang]
            }
        }
        let stale = Mutex(0)
        let words = await fixture.words(9) { word in
            if word == "stale:timeout" { stale.withLock { $0 += 1 } }
            switch word {
            case _ where word == "connecting" || (word == "stale:timeout" && stale.withLock(\.self) == 2):
                // Whatever isn't answered is given up between 12 and 16 s.
                let before = fixture.server.hungUp
                for _ in 0..<4 where fixture.server.hungUp == before {
                    #expect(
                        await eventually {
                            fixture.server.hungUp > before || fixture.clock.hasSleeper(for: .seconds(4))
                        })
                    if fixture.server.hungUp == before { fixture.clock.advance(by: .seconds(4)) }
                }
            case "~b":
                // Once its answer has begun, only a watch's whole time counts.
                #expect(
                    await eventually {
                        fixture.clock.hasSleeper(for: .seconds(4))
                            || fixture.clock.hasSleeper(for: .seconds(25))
                    })
                let rest: Duration = fixture.clock.hasSleeper(for: .seconds(25)) ? .seconds(25) : .seconds(21)
                if rest == .seconds(21) { fixture.clock.advance(by: .seconds(4)) }
                #expect(await eventually { fixture.clock.hasSleeper(for: rest) })
                fixture.clock.advance(by: rest)
            default: fixture.reflector.retryNow()
            }
        }
        #expect(
            words == [
                "connecting", "stale:timeout", "=a", "live", "~b", "stale:timeout", "stale:timeout", "live",
                "~c",
            ])
        #expect(fixture.server.requests.map { $0.query["resourceVersion"] } == ["0", "0", "10", "11", "11"])
    }

    @Test("asked to try now, it gives up an attempt that is silent, but not one that has just begun")
    func hurried() async throws {
        let fixture = try Fixture { _, index in index == 0 ? [.hang] : [Self.list(["a"], 10), .hang] }
        let words = await fixture.words(2) { word in
            guard word == "connecting" else { return }
            #expect(await eventually { fixture.server.requests.count == 1 })
            fixture.reflector.retryNow()
            fixture.clock.advance(by: .seconds(1))
            #expect(fixture.server.hungUp == 0)
            fixture.reflector.retryNow()
        }
        #expect(words == ["connecting", "=a"])
    }

    @Test(
        "what is no list is taken for none, instead of for an empty one",
        arguments: ["{}", #"{"metadata":{"resourceVersion":"1"}}"#, #"{"items":[]}"#, #"{"items":[],"#])
    func noList(text: String) async throws {
        let fixture = try Fixture { _, _ in [.json(text)] }
        #expect(await fixture.words(2) == ["connecting", "stale:0"])
    }

    @Test("an index tells what each event changed, and a replacement deletes what it lacks")
    func index() throws {
        func map(_ name: String, _ version: String) throws -> ConfigMap {
            try ObjectCodec<ConfigMap>.typed(
                Array(
                    #"{"metadata":{"name":"\#(name)","namespace":"n","resourceVersion":"\#(version)"}}"#.utf8)
            )
        }
        func words(_ changes: [ResourceIndex<ConfigMap>.Change]) -> [String] {
            changes.map {
                switch $0 {
                case .added(let map): "+" + map.metadata.name
                case .updated(_, let map): "~" + map.metadata.name
                case .deleted(let map): "-" + map.metadata.name
                }
            }
        }
        var index = ResourceIndex<ConfigMap>()
        #expect(words(index.apply(.replaced([try map("a", "1"), try map("b", "1")]))) == ["+a", "+b"])
        #expect(words(index.apply(.upserted(try map("a", "1")))) == [])
        #expect(words(index.apply(.upserted(try map("a", "2")))) == ["~a"])
        #expect(words(index.apply(.replaced([try map("b", "3")]))) == ["-a", "~b"])
        #expect(words(index.apply(.deleted(try map("a", "4")))) == [])
        #expect(words(index.apply(.deleted(try map("b", "4")))) == ["-b"])
        #expect(index.objects.isEmpty)
    }
}
