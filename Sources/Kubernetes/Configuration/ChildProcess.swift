import Foundation
import Synchronization

/// Runs a short program in a process group of its own, on a thread of its own.
enum ChildProcess {
    enum Outcome: Sendable {
        case ended(status: Int32, stdout: [UInt8], stderr: [UInt8])
        case notFound
        case cannotStart(String)
        case overdue
        case tooTalkative
    }

    private static let outputLimit = 1 << 20

    /// Without input. After the deadline, or when the task is cancelled, the whole group is killed.
    static func run(
        _ command: String, _ arguments: [String], environment: [String: String], deadline: Duration
    ) async throws -> Outcome {
        let flag = Flag()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread {
                    continuation.resume(
                        returning: runBlocking(command, arguments, environment, deadline) { flag.isSet })
                }.start()
            }
        } onCancel: {
            flag.set()
        }
        try Task.checkCancellation()
        return outcome
    }

    private final class Flag: Sendable {
        private let state = Mutex(false)
        func set() { state.withLock { $0 = true } }
        var isSet: Bool { state.withLock(\.self) }
    }

    private static func runBlocking(
        _ command: String, _ arguments: [String], _ environment: [String: String], _ deadline: Duration,
        isCancelled: () -> Bool
    ) -> Outcome {
        guard let out = ChildPipe(), let err = ChildPipe() else {
            return .cannotStart("no more file descriptors")
        }
        defer {
            out.close()
            err.close()
        }
        let (code, process) = spawn(command, arguments, environment, out, err)
        guard code == 0 else {
            return code == ENOENT ? .notFound : .cannotStart(String(cString: strerror(code)))
        }
        out.closeWriter()
        err.closeWriter()
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: deadline)
        var (stdout, stderr, status) = ([UInt8](), [UInt8](), Int32(0))
        while true {
            let reaped = waitpid(process, &status, WNOHANG)
            // Where SIGCHLD is ignored nobody can learn the exit code; the output has to speak for itself.
            let ended = reaped == process || (reaped < 0 && errno == ECHILD && out.isAtEnd && err.isAtEnd)
            var readers = [
                pollfd(fd: out.reader, events: Int16(POLLIN), revents: 0),
                pollfd(fd: err.reader, events: Int16(POLLIN), revents: 0),
            ]
            poll(&readers, 2, ended || (out.isAtEnd && err.isAtEnd) ? 1 : 20)
            out.drain(into: &stdout, limit: outputLimit)
            err.drain(into: &stderr, limit: outputLimit)
            if ended {
                kill(-process, SIGKILL)
                let signal = status & 0x7F
                return .ended(
                    status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, stdout: stdout, stderr: stderr)
            }
            if clock.now > end || isCancelled() || max(stdout.count, stderr.count) > outputLimit {
                kill(-process, SIGKILL)
                waitpid(process, &status, 0)
                return max(stdout.count, stderr.count) > outputLimit ? .tooTalkative : .overdue
            }
            if out.isAtEnd, err.isAtEnd { usleep(5_000) }
        }
    }

    private static func spawn(
        _ command: String, _ arguments: [String], _ environment: [String: String], _ out: ChildPipe,
        _ err: ChildPipe
    ) -> (code: Int32, process: pid_t) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, out.writer, 1)
        posix_spawn_file_actions_adddup2(&actions, err.writer, 2)
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap(Int32.init) where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let argv = ([command] + arguments).map { strdup($0) } + [nil]
        let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for string in argv + envp { free(string) } }
        var process: pid_t = 0
        var code: Int32 = 0
        for _ in 0..<50 {
            code = posix_spawnp(&process, command, &actions, &attributes, argv, envp)
            // A program that was just installed stays busy while a fork elsewhere holds its descriptor.
            guard code == ETXTBSY else { break }
            usleep(10_000)
        }
        return (code, process)
    }
}
