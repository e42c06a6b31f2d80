internal import Foundation

/// Starts a process that outlives this one: in a session of its own, away from the terminal.
package enum DetachedProcess {
    /// - Parameters:
    ///   - arguments: with the program's path first.
    ///   - log: a file that stdout and stderr are appended to, made with `logMode` where it's missing.
    ///   - readiness: a descriptor that becomes the child's 3, to tell when it's ready; nil for none.
    /// - Returns: the process id.
    package static func start(
        _ arguments: [String], environment: [String: String], log: String, logMode: UInt32 = 0o600,
        readiness: Int32? = nil
    ) throws -> Int32 {
        LogFile.make(log, mode: logMode)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_APPEND, 0)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        if let readiness { posix_spawn_file_actions_adddup2(&actions, readiness, 3) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = setsid | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var pid: pid_t = 0
        let failure = withCStrings(arguments) { argv in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawn(&pid, arguments[0], &actions, &attributes, argv, envp)
            }
        }
        guard failure == 0 else {
            throw CommandFailure(
                .failed, "\(arguments[0]) can't be started: \(String(cString: strerror(failure)))")
        }
        return pid
    }

    /// POSIX_SPAWN_SETSID of glibc's <spawn.h>, which Swift sees only with _GNU_SOURCE.
    private static let setsid: Int32 = 0x80

    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }
}
