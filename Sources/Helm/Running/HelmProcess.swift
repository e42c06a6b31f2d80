import Glibc
import Subprocess
import SystemPackage

/// One Helm process from start to end, in a process group of its own.
struct HelmProcess: Sendable {
    let executable: String
    let arguments: [String]
    let environment: [String: String]
    let input: [UInt8]
    let streamsStandardOutput: Bool
    let clock: any Clock<Duration>
    let grace: Duration
    let onLine: @Sendable (HelmOutputLine) -> Void

    static let largestOutput = 32 * 1024 * 1024
    static let lastLinesKept = 20

    /// How the process ended, and what it left.
    struct End: Sendable {
        let status: TerminationStatus
        let stopped: StopReason?
        let standardOutput: [UInt8]
        let overflowed: Bool
        let lastLines: [String]
    }

    enum StopReason: Sendable { case deadline, cancelled }

    /// Runs until the process is gone. Cancellation stops the process rather than this call, which then
    /// returns with the reason.
    func run(within limit: Duration) async throws -> End {
        let (stops, stop) = AsyncStream.makeStream(of: StopReason.self)
        // A task of its own lets the teardown take its time when the caller is cancelled.
        let supervisor = Task { try await supervise(limit: limit, stops: stops) }
        return try await withTaskCancellationHandler {
            try await supervisor.value
        } onCancel: {
            stop.yield(.cancelled)
        }
    }

    private func supervise(limit: Duration, stops: AsyncStream<StopReason>) async throws -> End {
        var options = PlatformOptions()
        options.processGroupID = 0
        let kept = KeptOutput(largest: Self.largestOutput, lines: Self.lastLinesKept)
        let variables = environment.map { (Environment.Key(stringLiteral: $0), $1) }
        let result = try await Subprocess.run(
            .path(FilePath(executable)), arguments: Arguments(arguments),
            environment: .custom(Dictionary(variables) { $1 }), platformOptions: options,
            input: .inputWriter, output: .sequence, error: .sequence
        ) { execution in
            await withTaskGroup(of: StopReason?.self) { group in
                group.addTask { await stopReason(limit: limit, stops: stops) }
                group.addTask {
                    await exchange(
                        input: execution.standardInputWriter, output: execution.standardOutput,
                        error: execution.standardError, into: kept)
                    await untilExited(execution.processIdentifier)
                    return nil
                }
                let reason = await group.next() ?? nil
                if reason == nil {
                    group.cancelAll()
                } else {
                    await execution.teardown(using: [
                        .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: grace)
                    ])
                    // The leader may have gone in time and left others of its group behind.
                    try? execution.send(signal: .kill, toProcessGroup: true)
                }
                return reason
            }
        }
        let last = kept.contents
        return End(
            status: result.terminationStatus, stopped: result.closureResult, standardOutput: last.bytes,
            overflowed: last.overflowed, lastLines: last.lastLines)
    }

    /// Which comes first, the deadline or a cancellation; nil when neither is awaited any more.
    private func stopReason(limit: Duration, stops: AsyncStream<StopReason>) async -> StopReason? {
        await withTaskGroup(of: StopReason?.self) { group in
            group.addTask { (try? await clock.sleep(for: limit)).map { .deadline } }
            group.addTask { await stops.first { _ in true } }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// Writes the input and reads both outputs to their ends, all at once.
    private func exchange(
        input writer: StandardInputWriter, output: SubprocessOutputSequence,
        error: SubprocessOutputSequence, into kept: KeptOutput
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // A process that ends without reading its input says why by its exit code.
                _ = try? await writer.write(input)
                try? await writer.finish()
            }
            group.addTask { await read(output, as: .standardOutput, into: kept) }
            group.addTask { await read(error, as: .standardError, into: kept) }
        }
    }

    private func read(
        _ sequence: SubprocessOutputSequence, as stream: HelmOutputLine.Stream, into kept: KeptOutput
    ) async {
        var lines = LineSplitter()
        let isStreamed = stream == .standardError || streamsStandardOutput
        let take = { (text: String) in
            kept.append(line: text)
            onLine(HelmOutputLine(stream, text))
        }
        do {
            for try await buffer in sequence {
                buffer.withUnsafeBytes { bytes in
                    if stream == .standardOutput { kept.append(bytes) }
                    if isStreamed { lines.feed(bytes, take) }
                }
            }
        } catch {
            // A broken pipe ends the stream; whether that matters shows in the exit code and the JSON.
        }
        lines.finish(take)
    }

    private func untilExited(_ process: ProcessIdentifier) async {
        var descriptor = pollfd(fd: process.processDescriptor, events: Int16(POLLIN), revents: 0)
        guard descriptor.fd >= 0 else { return }
        // It closed its outputs, so its end is next; one that lingers is still under the deadline.
        while poll(&descriptor, 1, 0) == 0, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(2))
        }
    }
}
