import Foundation
import Glibc
import Testing

@testable import Helm

@Suite("Release locks")
struct ReleaseLockTests {
    private let command = HelmCommand.status(release: "shop", namespace: "n", revision: nil)

    @Test("the lock outlives a parent that was killed, and goes with the orphaned helm")
    func orphan() async throws {
        let folder = try TemporaryFolder()
        let lock = ReleaseLock(file: folder.path + "/shop.lock")
        #expect(try !lock.isHeld())
        // This helm kills whoever started it, and works on.
        _ = try folder.helm("echo $$ > \(folder.path)/pid; kill -9 $PPID; exec sleep 1000")
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
            let environment = HelmEnvironment(
                inherited: [:], withholding: [], kubeconfig: nil, context: nil, folder: path)
            let helm = HelmExecutable(path: path + "/helm", version: .oldest, environment: environment)
            let command = HelmCommand.status(release: "shop", namespace: "n", revision: nil)
            _ = try await helm.run(command, lockFile: path + "/shop.lock", within: .seconds(60)) { _ in }
        }
        let text = try String(contentsOfFile: folder.path + "/pid", encoding: .utf8)
        let orphan = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(try lock.isHeld())
        await #expect(throws: HelmError.locked(file: lock.file)) {
            try await lock.waitUntilFree(within: .milliseconds(50))
        }
        #expect(kill(orphan, SIGKILL) == 0)
        try await lock.waitUntilFree(within: .seconds(20))
        #expect(try !lock.isHeld())
    }

    @Test("counts as held while a process waits to take it, which then becomes helm")
    func awaited() async throws {
        let folder = try TemporaryFolder()
        let lock = ReleaseLock(file: folder.path + "/shop.lock")
        let waiting = Process()
        waiting.executableURL = URL(fileURLWithPath: "/bin/sh")
        waiting.arguments = ["-c", "read line", lock.file, lock.file]
        let input = Pipe()
        waiting.standardInput = input
        try waiting.run()
        // A process that has just begun has no arguments yet.
        while try !lock.isHeld(), waiting.isRunning { await Task.yield() }
        #expect(waiting.isRunning)
        try input.fileHandleForWriting.close()
        waiting.waitUntilExit()
        try await lock.waitUntilFree(within: .seconds(20))
    }

    @Test("a second helm for the same release waits for the first")
    func contention() async throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/shop.lock"
        let helm = try folder.helm(
            "mkdir \(folder.path)/busy || exit 9; sleep 0.1; rmdir \(folder.path)/busy")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    _ = try await helm.run(command, lockFile: file, within: .seconds(20)) { _ in }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("a lock file that can't be made is named")
    func unusable() async throws {
        let folder = try TemporaryFolder()
        let helm = try folder.helm("true")
        let file = folder.path + "/missing/shop.lock"
        let error = await #expect(throws: HelmError.self) {
            try await helm.run(command, lockFile: file, within: .seconds(20)) { _ in }
        }
        guard case .lockUnusable(file, _) = error else {
            Issue.record("\(String(describing: error))"); return
        }
    }
}
