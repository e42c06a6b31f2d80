import Glibc
import Subprocess

/// The real Helm on this machine.
package struct HelmExecutable: HelmRunning {
    /// Helm's absolute path.
    package let path: String
    package let version: HelmVersion
    private let environment: HelmEnvironment
    private let clock: any Clock<Duration>
    private let grace: Duration

    /// Asks the Helm at `path` for its version, unless the memory has that of the very same file; refuses one that
    /// is too old or no Helm.
    package static func detect(
        path: String, environment: HelmEnvironment, memory: HelmVersionMemory? = nil,
        clock: any Clock<Duration> = ContinuousClock(), grace: Duration = .seconds(5)
    ) async throws -> HelmExecutable {
        let unknown = HelmExecutable(
            path: path, version: .oldest, environment: environment, clock: clock, grace: grace)
        let identity = memory == nil ? nil : HelmIdentity(path: path)
        let known = identity.flatMap { memory?.answer(of: $0) }
        let answer: String
        if let known { answer = known } else { answer = try await unknown.askVersion(attempts: 3) }
        guard let version = HelmVersion(parsing: answer) else {
            throw HelmError.unusable(path: path, reason: "its version reads \"\(answer.prefix(40))\"")
        }
        guard version.isSupported else { throw HelmError.tooOld(path: path, version: version) }
        if known == nil, let identity { memory?.keep(answer, of: identity) }
        return HelmExecutable(
            path: path, version: version, environment: environment, clock: clock, grace: grace)
    }

    /// A Helm that something ended says nothing of what it's good for.
    private func askVersion(attempts: Int) async throws -> String {
        do {
            return try await text(.version, within: .seconds(15))
        } catch let error as HelmError {
            guard case .killed = error else {
                throw HelmError.unusable(path: path, reason: error.description)
            }
            guard attempts > 1 else { throw error }
            return try await askVersion(attempts: attempts - 1)
        }
    }

    init(
        path: String, version: HelmVersion, environment: HelmEnvironment,
        clock: any Clock<Duration> = ContinuousClock(), grace: Duration = .seconds(5)
    ) {
        self.path = path
        self.version = version
        self.environment = environment
        self.clock = clock
        self.grace = grace
    }

    package func run(
        _ command: HelmCommand, lockFile: String?, within limit: Duration,
        onLine: @escaping @Sendable (HelmOutputLine) -> Void
    ) async throws -> HelmOutput {
        try Task.checkCancellation()
        Self.ignoreBrokenPipes
        let line = try commandLine(of: command, lockFile: lockFile)
        let process = HelmProcess(
            executable: line[0], arguments: Array(line.dropFirst()), environment: environment.variables,
            input: command.standardInput, streamsStandardOutput: command.speaksToPeople, clock: clock,
            grace: grace, onLine: onLine)
        let end: HelmProcess.End
        do {
            end = try await process.run(within: limit)
        } catch let error as SubprocessError {
            throw HelmError.cannotStart(command: command.summary, reason: "\(error)")
        }
        return try output(of: end, command: command.summary, lockFile: lockFile, limit: limit)
    }

    /// Helm's command line; with a lock file, one where util-linux's `flock` takes the lock and then
    /// becomes Helm, so that the lock lives exactly as long as Helm does.
    private func commandLine(of command: HelmCommand, lockFile: String?) throws(HelmError) -> [String] {
        let helm = [path] + command.arguments(for: version)
        guard let lockFile else { return helm }
        let flock = try HelmLocator.flock(path: environment.variables["PATH"])
        // The wait covers whoever looks at the lock for an instant.
        return [flock, "--no-fork", "--timeout", "5", "--conflict-exit-code", "\(Self.conflict)", lockFile]
            + helm
    }

    private func output(
        of end: HelmProcess.End, command: String, lockFile: String?, limit: Duration
    ) throws -> HelmOutput {
        switch end.stopped {
        case .cancelled: throw CancellationError()
        case .deadline:
            throw HelmError.deadlineExceeded(command: command, limit: limit, lastLines: end.lastLines)
        case nil: break
        }
        switch end.status {
        case .exited(0):
            guard !end.overflowed else {
                throw HelmError.outputTooLarge(command: command, limit: HelmProcess.largestOutput)
            }
            return HelmOutput(standardOutput: end.standardOutput, lastLines: end.lastLines)
        case .exited(let code):
            if let lockFile, code == Self.conflict { throw HelmError.locked(file: lockFile) }
            if lockFile != nil, code == Self.notStarted {
                throw HelmError.cannotStart(command: command, reason: end.lastLines.last ?? path)
            }
            if let lockFile, Self.lockFailures.contains(code) {
                throw HelmError.lockUnusable(
                    file: lockFile, reason: end.lastLines.last ?? "flock ended with \(code)")
            }
            throw HelmError.failed(command: command, exitCode: code, lastLines: end.lastLines)
        case .signaled(let signal):
            throw HelmError.killed(command: command, signal: signal, lastLines: end.lastLines)
        }
    }

    private static let conflict: Int32 = 200
    /// `flock` ends with a code of sysexits(3) when it can't start the program (EX_UNAVAILABLE), or can't
    /// open or take the lock; Helm has none of these.
    private static let notStarted: Int32 = 69
    private static let lockFailures: ClosedRange<Int32> = 64...78
    /// Writing to a Helm that has already ended must fail, not end this process.
    private static let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}
