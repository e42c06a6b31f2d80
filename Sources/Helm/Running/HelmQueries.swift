import Foundation

/// Helm's answers as values.
extension HelmRunning {
    /// Installs or upgrades, and returns the release as Helm recorded it. A success is no proof that the
    /// record was written: look at the release afterwards.
    package func upgrade(
        _ upgrade: HelmCommand.Upgrade, lockFile: String?, within limit: Duration,
        onLine: @escaping @Sendable (HelmOutputLine) -> Void = { _ in }
    ) async throws -> HelmReleaseStatus {
        let command = HelmCommand.upgrade(upgrade)
        let output = try await run(command, lockFile: lockFile, within: limit, onLine: onLine)
        return try decode(output, of: command)
    }

    /// The newest revision of a release in any state, or nil when there is none.
    package func release(
        named name: String, in namespace: String, within limit: Duration = .seconds(30)
    ) async throws -> HelmRelease? {
        let found: [HelmRelease] = try await read(.list(namespace: namespace, release: name), limit)
        return found.first { $0.name == name && $0.namespace == namespace }
    }

    /// Every release in every state: of one namespace, or of all when nil.
    package func releases(
        in namespace: String?, within limit: Duration = .seconds(60)
    ) async throws -> [HelmRelease] {
        try await read(.list(namespace: namespace, release: nil), limit)
    }

    /// A release's revisions, oldest first. Fails with `HelmError.failed` when there is no such release.
    package func history(
        of release: String, in namespace: String, within limit: Duration = .seconds(30)
    ) async throws -> [HelmRevision] {
        try await read(.history(release: release, namespace: namespace), limit)
    }

    /// A release's newest revision, or the one given.
    package func status(
        of release: String, in namespace: String, revision: Int? = nil, within limit: Duration = .seconds(30)
    ) async throws -> HelmReleaseStatus {
        try await read(.status(release: release, namespace: namespace, revision: revision), limit)
    }

    /// The values a revision was given; with `all`, merged with its chart's.
    package func values(
        of release: String, in namespace: String, revision: Int? = nil, all: Bool = false,
        within limit: Duration = .seconds(30)
    ) async throws -> HelmValues {
        let command = HelmCommand.values(
            release: release, namespace: namespace, revision: revision, all: all)
        let values: HelmValue = try await read(command, limit)
        switch values {
        case .object(let root): return HelmValues(root)
        case .null: return HelmValues()
        default:
            throw HelmError.unreadableOutput(command: command.summary, reason: "not a JSON object")
        }
    }

    /// The objects of a release's newest revision, or of the one given.
    package func manifest(
        of release: String, in namespace: String, revision: Int? = nil, within limit: Duration = .seconds(30)
    ) async throws -> ReleaseManifest {
        try ReleaseManifest(
            yaml: try await text(
                .manifest(release: release, namespace: namespace, revision: revision), within: limit))
    }

    /// What an upgrade would make, without making it.
    package func preview(
        _ upgrade: HelmCommand.Upgrade, within limit: Duration = .seconds(60)
    ) async throws -> ReleasePreview {
        try await read(.preview(upgrade), limit)
    }

    /// Runs a command whose output nobody follows, and returns its stdout as text.
    package func text(_ command: HelmCommand, within limit: Duration = .seconds(60)) async throws -> String {
        try await run(command, lockFile: nil, within: limit) { _ in }.text
    }

    private func read<Answer: Decodable>(_ command: HelmCommand, _ limit: Duration) async throws -> Answer {
        try decode(try await run(command, lockFile: nil, within: limit) { _ in }, of: command)
    }

    private func decode<Answer: Decodable>(
        _ output: HelmOutput, of command: HelmCommand
    ) throws(HelmError) -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(output.standardOutput))
        } catch {
            let reason = output.standardOutput.isEmpty ? "it is empty" : "it is not the JSON of that command"
            throw .unreadableOutput(command: command.summary, reason: reason)
        }
    }
}
