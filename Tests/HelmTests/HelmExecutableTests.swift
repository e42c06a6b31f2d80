import Foundation
import Glibc
import Testing

@testable import Helm

@Suite("Running Helm")
struct HelmExecutableTests {
    private let folder: TemporaryFolder
    private let status = HelmCommand.status(release: "shop", namespace: "n", revision: nil)

    init() throws { folder = try TemporaryFolder() }

    @Test("stderr arrives line by line, a document on stdout is kept whole and not shown")
    func streams() async throws {
        let helm = try folder.helm("echo one >&2; printf '{}'; printf 'two\\r\\nthree' >&2")
        let lines = Lines()
        let output = try await helm.run(status, lockFile: nil, within: .seconds(20), onLine: lines.add)
        #expect(output.text == "{}")
        #expect(lines.all == ["one", "two", "three"].map { HelmOutputLine(.standardError, $0) })
        let rollback = HelmCommand.rollback(
            release: "s", namespace: "n", revision: 1, historyMax: 1, timeout: .seconds(1))
        _ = try await helm.run(rollback, lockFile: nil, within: .seconds(20), onLine: lines.add)
        #expect(lines.all.contains(HelmOutputLine(.standardOutput, "{}")))
    }

    @Test("values reach stdin, and a helm that never reads them is no harm")
    func standardInput() async throws {
        let values = HelmValues(["a": .string(String(repeating: "x", count: 1_000_000))])
        let lint = HelmCommand.lint(chart: "/c", values: values)
        let reads = try folder.helm("cat")
        #expect(
            try await reads.run(lint, lockFile: nil, within: .seconds(20)) { _ in }.standardOutput
                == values.json)
        let deaf = try folder.helm("echo no >&2; exit 3")
        await #expect(throws: HelmError.failed(command: "helm lint /c", exitCode: 3, lastLines: ["no"])) {
            try await deaf.run(lint, lockFile: nil, within: .seconds(20)) { _ in }
        }
    }

    @Test("10 MB of chatter neither blocks nor piles up in the error")
    func flood() async throws {
        let helm = try folder.helm(
            "yes 0123456789012345678901234567890123456789012345678 | head -c 10000000 >&2; exit 1")
        let error = await #expect(throws: HelmError.self) {
            try await helm.run(status, lockFile: nil, within: .seconds(60)) { _ in }
        }
        guard case .failed(_, 1, let lines) = error else {
            Issue.record("\(String(describing: error))"); return
        }
        #expect(lines.count == HelmProcess.lastLinesKept)
    }

    @Test("an answer that is no JSON is an error of its own")
    func badJSON() async throws {
        let helm = try folder.helm("echo oops")
        await #expect(
            throws: HelmError.unreadableOutput(
                command: "helm status shop", reason: "it is not the JSON of that command")
        ) { try await helm.status(of: "shop", in: "n") }
    }

    @Test("at the deadline the whole process group goes, though it ignores TERM")
    func deadline() async throws {
        let file = folder.path + "/pids"
        let clock = AlarmClock()
        let helm = try folder.helm(
            "trap '' TERM; sleep 1000 & echo $! $$ > \(file); echo up >&2; wait; wait", clock: clock)
        await #expect(
            throws: HelmError.deadlineExceeded(
                command: "helm status shop", limit: .seconds(7), lastLines: ["up"])
        ) { try await helm.run(status, lockFile: nil, within: .seconds(7)) { _ in clock.ring() } }
        try await expectGone(file)
    }

    @Test("a cancelled run ends the process and lets it clean up first")
    func cancellation() async throws {
        let file = folder.path + "/pids"
        let helm = try folder.helm(
            "trap 'echo cleaned > \(folder.path)/cleaned; exit 1' TERM; sleep 1000 & echo $! $$ > \(file); echo up >&2; wait",
            grace: .seconds(20))
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let run = Task {
            try await helm.run(status, lockFile: nil, within: .seconds(60)) { _ in start.yield() }
        }
        await started.first { true }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(FileManager.default.fileExists(atPath: folder.path + "/cleaned"))
        try await expectGone(file)
    }

    @Test("a helm killed from outside is told from one that failed")
    func killed() async throws {
        let helm = try folder.helm("kill -9 $$")
        await #expect(throws: HelmError.killed(command: "helm status shop", signal: SIGKILL, lastLines: [])) {
            try await helm.run(status, lockFile: nil, within: .seconds(20)) { _ in }
        }
    }

    @Test(
        "an old helm, and one that is none, are refused",
        arguments: [("echo v3.16.1", true), ("echo hi", false)])
    func detection(script: String, isTooOld: Bool) async throws {
        let path = try folder.helm(script).path
        let error = await #expect(throws: HelmError.self) {
            try await HelmExecutable.detect(path: path, environment: folder.environment(kubeconfig: nil))
        }
        if isTooOld {
            #expect(error == .tooOld(path: path, version: HelmVersion(3, 16, 1)))
        } else {
            #expect(error == .unusable(path: path, reason: "its version reads \"hi\n\""))
        }
    }

    @Test("a helm that is killed while it's asked for its version is asked again")
    func killedDetection() async throws {
        let once = "[ -e \"$0.asked\" ] && exec echo v3.17.3; touch \"$0.asked\"; kill -9 $$"
        let path = try folder.helm(once).path
        let environment = folder.environment(kubeconfig: nil)
        let helm = try await HelmExecutable.detect(path: path, environment: environment)
        #expect(helm.version == HelmVersion(3, 17, 3))
    }

    @Test("a program whose version is remembered isn't asked again until it's another file")
    func remembered() async throws {
        let path = folder.path + "/helm"
        let environment = folder.environment(kubeconfig: nil)
        let memory = HelmVersionMemory(file: folder.path + "/version")
        // Nothing that says a version: what is told can only be remembered.
        try FileManager.default.copyItem(atPath: "/bin/true", toPath: path)
        memory.keep("v3.18.2", of: try #require(HelmIdentity(path: path)))
        let helm = try await HelmExecutable.detect(path: path, environment: environment, memory: memory)
        #expect(helm.version == HelmVersion(3, 18, 2))
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: "/bin/true", toPath: path)
        await #expect(throws: HelmError.unusable(path: path, reason: "its version reads \"\"")) {
            try await HelmExecutable.detect(path: path, environment: environment, memory: memory)
        }
    }

    @Test("a script, or a link to a program of another name, may be another Helm each time, and is asked")
    func switching() async throws {
        let script = try folder.helm("echo v3.17.3").path
        #expect(HelmIdentity(path: script) == nil)
        try FileManager.default.copyItem(atPath: "/bin/true", toPath: folder.path + "/switch")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/bin-helm", withDestinationPath: folder.path + "/switch")
        #expect(HelmIdentity(path: folder.path + "/bin-helm") == nil)
        let memory = HelmVersionMemory(file: folder.path + "/version")
        let helm = try await HelmExecutable.detect(
            path: script, environment: folder.environment(kubeconfig: nil), memory: memory)
        #expect(helm.version == HelmVersion(3, 17, 3))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/version"))
    }

    @Test("a memory that is spoiled is as if it weren't there", arguments: ["", "{", "{\"helm\":1}", "\0\0"])
    func spoiled(text: String) throws {
        let path = folder.path + "/helm"
        try FileManager.default.copyItem(atPath: "/bin/true", toPath: path)
        let identity = try #require(HelmIdentity(path: path))
        let file = try folder.write(text, to: "version")
        let memory = HelmVersionMemory(file: file)
        #expect(memory.answer(of: identity) == nil)
        memory.keep("v4.0.0", of: identity)
        #expect(memory.answer(of: identity) == "v4.0.0")
        // As two leave it who write at once, the shorter one last.
        let whole = try #require(FileManager.default.contents(atPath: file))
        try (whole + Data("\"}".utf8)).write(to: URL(fileURLWithPath: file))
        #expect(memory.answer(of: identity) == nil)
    }

    @Test("a missing helm names what was looked for")
    func missing() throws {
        #expect(throws: HelmError.notFound(binary: "helm", searched: [folder.path])) {
            try HelmLocator.helm(path: folder.path)
        }
        #expect(throws: HelmError.notExecutable(path: folder.path)) {
            try HelmLocator.helm(named: folder.path, path: nil)
        }
    }

    @Test("a helm beside the program is found where PATH has none")
    func besides() throws {
        let mine = try folder.write("#!/bin/sh\n", to: "tools/helm", executable: true)
        let found = try HelmLocator.helm(path: folder.path, besides: [folder.path + "/tools"])
        #expect(found == mine)
        let first = try folder.write("#!/bin/sh\n", to: "bin/helm", executable: true)
        #expect(
            try HelmLocator.helm(path: folder.path + "/bin", besides: [folder.path + "/tools"]) == first)
        #expect(throws: HelmError.notFound(binary: "helm", searched: [folder.path, "/nowhere"])) {
            try HelmLocator.helm(path: folder.path, besides: ["/nowhere"])
        }
    }

    /// Every process whose id stands in the file is gone (or dead and not yet reaped by init).
    private func expectGone(_ file: String) async throws {
        let ids = try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isWhitespace)
        #expect(ids.count == 2)
        for id in ids {
            while let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
                !stat.contains(") Z ")
            {
                try Task.checkCancellation()
                await Task.yield()
            }
        }
    }
}
