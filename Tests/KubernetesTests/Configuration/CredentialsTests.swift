import Foundation
import Synchronization
import Testing

@testable import Kubernetes

@Suite("Credentials")
struct CredentialsTests {
    private func credentials(
        _ authentication: Authentication, _ clock: ManualClock = ManualClock(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) -> Credentials {
        Credentials(
            ClusterConfiguration(contextName: "x", server: "https://h", authentication: authentication),
            clock: clock, now: now)
    }

    private func plugin(_ folder: TemporaryFolder, _ script: String) throws -> ExecPlugin {
        ExecPlugin(
            command: try folder.write("#!/bin/sh\n\(script)\n", "plugin", mode: 0o755), installHint: "get it")
    }

    @Test("a token file is read again after a minute, and at once when it was refused")
    func tokenFile() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("one\n", "token")
        let clock = ManualClock()
        let credentials = credentials(.tokenFile(path: path, fallback: nil), clock)
        #expect(try await credentials.current().authorization == "Bearer one")
        try folder.write("two", "token")
        #expect(try await credentials.current().authorization == "Bearer one")
        clock.advance(by: .seconds(61))
        let second = try await credentials.current()
        #expect(second.authorization == "Bearer two")
        #expect(await credentials.renew(after: second) == false)
        try folder.write("three", "token")
        #expect(await credentials.renew(after: second))
        #expect(try await credentials.current().authorization == "Bearer three")
    }

    @Test("a plugin runs once for all who ask, gets its environment, and again when its answer has expired")
    func exec() async throws {
        let folder = try TemporaryFolder()
        var plugin = try plugin(
            folder,
            """
            echo run >> "\(folder.path)/runs"
            test -n "$KUBERNETES_EXEC_INFO" || exit 3
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1",\
            "status":{"token":"'"$MINE$(wc -l < "\(folder.path)/runs")"'","expirationTimestamp":"2020-01-01T00:00:00Z"}}'
            """)
        plugin.environment = ["MINE": "t"]
        let clock = ManualClock()
        let credentials = credentials(.exec(plugin), clock)
        async let first = credentials.current()
        async let second = credentials.current()
        let both = try await [first, second].map(\.authorization)
        #expect(both.map { $0?.filter { $0 != " " } } == ["Bearert1", "Bearert1"])
        // By this clock they were old when they came: they're used for a while nevertheless.
        #expect(try await credentials.current().authorization?.hasSuffix("1") == true)
        clock.advance(by: .seconds(11))
        #expect(try await credentials.current().authorization?.hasSuffix("2") == true)
    }

    @Test("a plugin gets this program's environment, but for what is withheld")
    func withheld() async throws {
        let folder = try TemporaryFolder()
        let plugin = try plugin(
            folder,
            """
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1",\
            "status":{"token":"'"${PATH:+path}${HOME:-no}"'"}}'
            """)
        var configuration = ClusterConfiguration(
            contextName: "x", server: "https://h", authentication: .exec(plugin))
        configuration.withheldVariables = ["HOME"]
        let credentials = Credentials(configuration, clock: ManualClock())
        #expect(try await credentials.current().authorization == "Bearer pathno")
    }

    @Test("a plugin's credentials last as long as they were given for, wherever the time of day jumps to")
    func execClock() async throws {
        let folder = try TemporaryFolder()
        let plugin = try plugin(
            folder,
            """
            echo run >> "\(folder.path)/runs"
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1",\
            "status":{"token":"'"t$(wc -l < "\(folder.path)/runs")"'","expirationTimestamp":"2030-01-01T01:00:00Z"}}'
            """)
        let clock = ManualClock()
        let start = try #require(Timestamp.parse("2030-01-01T00:00:00Z"))
        let jump = Mutex(TimeInterval(0))
        let credentials = credentials(.exec(plugin), clock) {
            start.addingTimeInterval(jump.withLock(\.self))
        }
        func token() async throws -> Character? { try await credentials.current().authorization?.last }
        #expect(try await token() == "1")
        for years in [5, -5] {
            jump.withLock { $0 = TimeInterval(years) * 365 * 86_400 }
            #expect(try await token() == "1")
        }
        clock.advance(by: .seconds(3_600))
        #expect(try await token() == "2")
    }

    @Test(
        "a plugin that fails is named with the reason",
        arguments: [
            ("echo no account >&2; exit 7", "exit 7: no account"), ("echo hello", "it printed no JSON"),
            ("echo '{}'", "it printed no ExecCredential"),
            (#"echo '{"kind":"ExecCredential","apiVersion":"v2"}'"#, "it answered in v2"),
            (
                #"echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{}}'"#,
                "it gave neither"
            ), ("kill -9 $$", "exit 137"),
        ])
    func execFailure(script: String, reason: String) async throws {
        let folder = try TemporaryFolder()
        let credentials = credentials(.exec(try plugin(folder, script)))
        let error = await #expect(throws: KubernetesError.self) { try await credentials.current() }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    @Test("a plugin that isn't installed says how to get it")
    func execMissing() async throws {
        let credentials = credentials(.exec(ExecPlugin(command: "/nowhere/plugin", installHint: "get it")))
        let expected = KubernetesError.execPlugin(
            command: "/nowhere/plugin", reason: "it isn't installed; get it")
        await #expect(throws: expected) { try await credentials.current() }
    }

    @Test("a program that hangs is killed with its children, and its output is bounded")
    func overdue() async throws {
        let folder = try TemporaryFolder()
        let script = try folder.write(
            "#!/bin/sh\nsleep 1000 & echo $! > \(folder.path)/child; wait\n", "slow", mode: 0o755)
        let outcome = try await ChildProcess.run(
            script, [], environment: ["PATH": "/usr/bin:/bin"], deadline: .milliseconds(300))
        guard case .overdue = outcome else {
            Issue.record("\(outcome)")
            return
        }
        let text = try String(contentsOfFile: folder.path + "/child", encoding: .utf8)
        let child = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(
            await eventually {
                let stat = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
                return stat?.contains(") Z ") ?? true
            })
        let flood = try folder.write("#!/bin/sh\nyes\n", "flood", mode: 0o755)
        guard
            case .tooTalkative = try await ChildProcess.run(
                flood, [], environment: ["PATH": "/usr/bin:/bin"], deadline: .seconds(30))
        else {
            Issue.record("a flood of output was taken")
            return
        }
    }
}
