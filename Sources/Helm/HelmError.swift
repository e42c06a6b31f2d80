/// What can go wrong between urumi and Helm; each case's description says what to do next.
package enum HelmError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No executable of that name in the folders searched (`PATH`'s first, in order).
    case notFound(binary: String, searched: [String])
    /// The file that HELM_BINARY names is missing or may not be run.
    case notExecutable(path: String)
    /// Helm is there, but older than `HelmVersion.oldest`.
    case tooOld(path: String, version: HelmVersion)
    /// `helm version` failed, or answered something that is no version.
    case unusable(path: String, reason: String)
    /// util-linux's `flock` is missing.
    case lockToolMissing(searched: [String])
    /// Another process (perhaps an orphaned helm) still works on the release.
    case locked(file: String)
    /// The lock file can't be opened or locked.
    case lockUnusable(file: String, reason: String)
    /// The process could not be started.
    case cannotStart(command: String, reason: String)
    /// Helm ended with a code other than 0; `lastLines` is the end of what it said, for people.
    case failed(command: String, exitCode: Int32, lastLines: [String])
    /// Helm was ended by a signal that did not come from here.
    case killed(command: String, signal: Int32, lastLines: [String])
    /// Helm was stopped because its time was up.
    case deadlineExceeded(command: String, limit: Duration, lastLines: [String])
    /// Helm wrote more on stdout than is kept.
    case outputTooLarge(command: String, limit: Int)
    /// Helm succeeded but its stdout is not the JSON that was expected.
    case unreadableOutput(command: String, reason: String)
    /// A chart folder can't be read or isn't a chart.
    case unreadableChart(path: String, reason: String)
    /// The copy of a chart that a job was enqueued with is gone.
    case snapshotMissing(digest: String)
    /// The copy of a chart is not what was stored.
    case snapshotDamaged(digest: String, path: String)
    /// A snapshot could not be written.
    case snapshotNotStored(path: String, reason: String)
    /// A `--set K=V` that can't be understood.
    case invalidSetting(String, reason: String)

    package var description: String {
        switch self {
        case .notFound(let binary, let searched):
            "Helm is missing: no executable \"\(binary)\" in \(searched.joined(separator: ":")). "
                + "Install Helm \(HelmVersion.oldest) or later (scripts/run.sh does, for its checkout), or set "
                + "HELM_BINARY to its path."
        case .notExecutable(let path):
            "HELM_BINARY names \(path), which is not an executable file. "
                + "Set it to Helm's path, or unset it to use the one in PATH."
        case .tooOld(let path, let version):
            "Helm \(version) at \(path) is too old: \(HelmVersion.oldest) or later is needed. "
                + "Upgrade it, or set HELM_BINARY to a newer one; scripts/run.sh installs one."
        case .unusable(let path, let reason):
            "\(path) does not work as Helm: \(reason). Set HELM_BINARY to a working Helm."
        case .lockToolMissing(let searched):
            "`flock` is missing in \(searched.joined(separator: ":")). Install the package util-linux."
        case .locked(let file):
            "Another helm still works on this release (it holds \(file)). Wait until it has ended, or end it."
        case .lockUnusable(let file, let reason):
            "The lock file \(file) can't be used: \(reason). Check the state folder's owner and mode."
        case .cannotStart(let command, let reason):
            "`\(command)` could not be started: \(reason)."
        case .failed(let command, let exitCode, let lines):
            Self.report("`\(command)` failed with exit code \(exitCode)", lines)
        case .killed(let command, let signal, let lines):
            Self.report("`\(command)` was ended by signal \(signal); it is safe to try again", lines)
        case .deadlineExceeded(let command, let limit, let lines):
            Self.report(
                "`\(command)` was stopped: it did not finish within \(limit.components.seconds) s", lines)
        case .outputTooLarge(let command, let limit):
            "`\(command)` wrote more than \(limit) bytes. Check the chart for runaway output."
        case .unreadableOutput(let command, let reason):
            "`\(command)` succeeded but its answer can't be read: \(reason). Is HELM_BINARY really Helm?"
        case .unreadableChart(let path, let reason):
            "The chart at \(path) can't be used: \(reason)."
        case .snapshotMissing(let digest):
            "The chart copy \(digest.prefix(12)) that this job was queued with is gone. Queue the job again."
        case .snapshotDamaged(let digest, let path):
            "The chart copy \(digest.prefix(12)) was changed since it was stored. "
                + "Remove \(path) and queue the job again."
        case .snapshotNotStored(let path, let reason):
            "The chart could not be copied to \(path): \(reason). "
                + "Check the state folder's space, owner and mode."
        case .invalidSetting(let expression, let reason):
            "--set \(expression): \(reason)."
        }
    }

    private static func report(_ headline: String, _ lines: [String]) -> String {
        lines.isEmpty ? headline + "." : headline + ": " + lines.joined(separator: "\n")
    }
}
