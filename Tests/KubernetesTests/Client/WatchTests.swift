import Foundation
import Testing

@testable import Kubernetes

@Suite("Watches")
struct WatchTests {
    private func events(_ actions: [ScriptedServer.Action]) async throws -> (
        names: [String], error: (any Error)?
    ) {
        let server = try ScriptedServer { _, _ in actions }
        let client = KubernetesClient(ClusterConfiguration(contextName: "t", server: server.url))
        var names: [String] = []
        do {
            for try await event in try await client.watch(
                ConfigMap.self, in: "n", WatchOptions(resourceVersion: "1"))
            {
                switch event {
                case .added(let map): names.append("+" + map.metadata.name)
                case .modified(let map):
                    names.append("~" + map.metadata.name + (map.data["size"].map { "\($0.count)" } ?? ""))
                case .deleted(let map): names.append("-" + map.metadata.name)
                case .bookmark(let version): names.append("#" + version)
                case .error(let status): names.append("!\(status.code)")
                }
            }
            return (names, nil)
        } catch {
            return (names, error)
        }
    }

    private let added = #"{"type":"ADDED","object":{"metadata":{"name":"a"}}}"# + "\n"
    private let deleted = #"{"object":{"metadata":{"name":"é"}},"type":"DELETED"}"# + "\n"
    private let bookmark =
        #"{"type":"BOOKMARK","object":{"kind":"ConfigMap","metadata":{"resourceVersion":"9"}}}"# + "\n"
    private let gone = #"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}"# + "\n"

    @Test("events come in order, each as it is")
    func order() async throws {
        let (names, error) = try await events([.head, .chunk(added + deleted + bookmark + gone), .end])
        #expect(names == ["+a", "-é", "#9", "!410"])
        #expect(error == nil)
    }

    @Test("events arrive whole when the network brings a byte at a time")
    func trickle() async throws {
        let bytes = ScriptedServer.Action.chunked(added) + ScriptedServer.Action.chunked(deleted + bookmark)
        let (names, error) = try await events([.head, .trickle(bytes), .end])
        #expect(names == ["+a", "-é", "#9"])
        #expect(error == nil)
    }

    @Test("an event may have 5 MB, and many may wait for a slow reader")
    func large() async throws {
        let text = String(repeating: "x", count: 5 << 20)
        let large =
            #"{"type":"MODIFIED","object":{"metadata":{"name":"l"},"data":{"size":"\#(text)"}}}"# + "\n"
        let many = String(repeating: added, count: 60_000)
        let (names, error) = try await events([.head, .chunk(large), .chunk(many), .chunk(large), .end])
        #expect(names.count == 60_002)
        #expect(names.first == "~l\(5 << 20)")
        #expect(names.last == names.first)
        #expect(error == nil)
    }

    @Test("a storm of 5 MB events leaves no memory behind")
    func storm() async throws {
        let text = String(repeating: "x", count: 5 << 20)
        let large = #"{"type":"MODIFIED","object":{"metadata":{"name":"l"},"data":{"a":"\#(text)"}}}"# + "\n"
        let sent = ScriptedServer.Action.chunk(large)
        _ = try await events([.head] + Array(repeating: sent, count: 4) + [.end])
        let before = Self.residentPages()
        let (names, _) = try await events([.head] + Array(repeating: sent, count: 40) + [.end])
        #expect(names.count == 40)
        let grown = (Self.residentPages() - before) * 4 / 1_024
        // Other tests run in this process at the same time.
        #expect(grown < 150, "it grew by \(grown) MB")
    }

    private static func residentPages() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    @Test("a line that never ends is refused at 64 MB")
    func endless() async throws {
        let text = String(repeating: "x", count: 4 << 20)
        let (names, error) = try await events(
            [.head, .chunk(added)] + Array(repeating: .chunk(text), count: 17) + [.end])
        #expect(names == ["+a"])
        guard case .undecodable(_, let reason)? = error as? KubernetesError else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("64 MB"))
    }

    @Test("a connection that breaks in mid-event gives what was whole, then fails", arguments: [true, false])
    func broken(reset: Bool) async throws {
        let (names, error) = try await events(
            [.head, .chunk(added), .chunk(String(deleted.dropLast(10)))] + (reset ? [.reset] : []))
        #expect(names == ["+a"] || (reset && names.isEmpty))
        guard case .unreachable? = error as? KubernetesError else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        "what isn't an event fails",
        arguments: ["nonsense\n", "{\"type\":\"NEW\",\"object\":{}}\n", "{\"type\":\"ADDED\"}\n"])
    func nonsense(line: String) async throws {
        let (names, error) = try await events([.head, .chunk(added + line), .end])
        #expect(names == ["+a"])
        guard case .undecodable? = error as? KubernetesError else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("leaving a watch ends its connection")
    func leaving() async throws {
        let server = try ScriptedServer { [added] _, _ in [.head, .chunk(added), .hang] }
        let client = KubernetesClient(ClusterConfiguration(contextName: "t", server: server.url))
        for try await _ in try await client.watch(.configMaps, in: "n") { break }
        #expect(await eventually { server.hungUp == 1 })
        await client.shutdown()
    }
}
