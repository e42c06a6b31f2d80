internal import Dispatch
internal import Foundation

/// The demo cluster's background process: one for each state folder, shared by every `--demo` command.
package struct DemoProcess: Sendable {
    package enum State: Sendable, Hashable {
        case running(pid: Int32)
        case stopped
    }

    package let folder: DemoFolder
    private let server: String
    private let environment: [String: String]

    /// - Parameter server: the path of `urumi-server`.
    package init(folder: DemoFolder, server: String, environment: [String: String]) {
        self.folder = folder
        self.server = server
        self.environment = environment
    }

    package func state() -> State {
        guard let contents = try? String(contentsOfFile: folder.lock, encoding: .utf8), isLocked() else {
            return .stopped
        }
        return .running(pid: Int32(contents.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0)
    }

    /// Starts it unless it runs, and returns when it answers.
    /// - Parameter options: further arguments of `urumi-server demo`, such as `--stores 10`.
    /// - Returns: whether it had to be started.
    @discardableResult
    package func ensureRunning(options: [String] = []) throws -> Bool {
        if case .running = state(), FileManager.default.fileExists(atPath: folder.kubeconfig) { return false }
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw CommandFailure(.failed, "no pipe can be made: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (reading, writing) = (ends[0], ends[1])
        defer { close(reading) }
        do {
            defer { close(writing) }
            _ = try DetachedProcess.start(
                [server, "demo", "--folder", folder.path] + options, environment: environment,
                log: folder.log,
                readiness: writing)
        }
        guard Self.waits(for: reading, seconds: 120) else {
            let log = (try? String(contentsOfFile: folder.log, encoding: .utf8)) ?? ""
            let reason = log.split(separator: "\n").last.map { ": \($0)" } ?? ""
            throw CommandFailure(
                .failed,
                "the demo cluster didn't start\(reason); more is in \(folder.log), and `urumi demo reset` starts afresh"
            )
        }
        return true
    }

    /// Starts it unless it runs, without keeping a thread of the caller's; a caller that is cancelled doesn't wait
    /// for it.
    package func revive() async throws {
        let (ends, end) = AsyncThrowingStream.makeStream(of: Void.self)
        DispatchQueue.global().async {
            do {
                try ensureRunning()
                end.finish()
            } catch {
                end.finish(throwing: error)
            }
        }
        for try await _ in ends {}
        try Task.checkCancellation()
    }

    /// Ends it and returns when it's gone.
    /// - Returns: whether it ran.
    @discardableResult
    package func stop() -> Bool {
        guard case .running(let pid) = state(), pid > 1 else { return false }
        kill(pid, SIGTERM)
        if !waitUntilUnlocked(seconds: 10) {
            kill(pid, SIGKILL)
            _ = waitUntilUnlocked(seconds: 5)
        }
        return true
    }

    private func isLocked() -> Bool {
        let descriptor = open(folder.lock, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    private func waitUntilUnlocked(seconds: Int) -> Bool {
        for _ in 0..<(seconds * 50) {
            if !isLocked() { return true }
            usleep(20_000)
        }
        return false
    }

    /// True when a byte comes; false when the other end closes or the time is up.
    private static func waits(for descriptor: Int32, seconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, seconds * 1000) > 0 else { return false }
        var byte: UInt8 = 0
        return read(descriptor, &byte, 1) == 1
    }
}
