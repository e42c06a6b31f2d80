/// Runs Helm commands. The real one is `HelmExecutable`; tests may give another.
package protocol HelmRunning: Sendable {
    /// The version of the Helm behind it; always a supported one.
    var version: HelmVersion { get }

    /// Runs a command to its end.
    ///
    /// Lines arrive at `onLine` as Helm writes them: all of stderr, and stdout where it is prose. With a
    /// `lockFile`, the Helm process itself holds that lock, so that it stays held when this process dies.
    /// After `limit`, or on cancellation, the whole process group gets SIGTERM and, after a grace, SIGKILL;
    /// the call returns only when it is gone.
    /// - Throws: `HelmError` on any end but exit code 0; `CancellationError` when cancelled.
    func run(
        _ command: HelmCommand, lockFile: String?, within limit: Duration,
        onLine: @escaping @Sendable (HelmOutputLine) -> Void
    ) async throws -> HelmOutput
}

/// A line that Helm wrote, without its line break.
package struct HelmOutputLine: Sendable, Equatable {
    package enum Stream: Sendable { case standardOutput, standardError }

    package let stream: Stream
    package let text: String

    package init(_ stream: Stream, _ text: String) {
        self.stream = stream
        self.text = text
    }
}

/// What a successful run left.
package struct HelmOutput: Sendable, Equatable {
    /// All of stdout, as bytes.
    package let standardOutput: [UInt8]
    /// The last of the lines that `onLine` got, for people.
    package let lastLines: [String]

    package init(standardOutput: [UInt8], lastLines: [String] = []) {
        self.standardOutput = standardOutput
        self.lastLines = lastLines
    }

    /// Stdout as text.
    package var text: String { String(decoding: standardOutput, as: UTF8.self) }
}
