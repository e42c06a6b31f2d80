import Application
import ArgumentParser
import Domain
import Foundation

/// Writes without a pause for a while, as one of several processes, and tells how often and how long the longest
/// write took.
struct WriteRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "measure-writes", shouldDisplay: false)

    /// What came of it.
    private struct Tally: Codable {
        var writes = 0
        var longestMilliseconds = 0.0
    }

    @Option(name: .long) var folder: String
    /// When to begin, in seconds since 1970, so that all begin at once.
    @Option(name: .long) var at: Double
    @Option(name: .long) var seconds = 5.0

    func run() async throws {
        let workspace = try Workspace(
            WorkspaceOptions(), environment: ["HOME": folder, "XDG_STATE_HOME": folder])
        let trail: any AuditTrail = try await workspace.database()
        let entry = AuditEntry(
            at: Date(), actor: "measure", action: "measure", target: "", cluster: "", job: nil, outcome: "",
            detail: "")
        try await Task.sleep(for: .seconds(max(0, at - Date().timeIntervalSince1970)))
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .seconds(seconds))
        var tally = Tally()
        while clock.now < end {
            let before = clock.now
            try await trail.record(entry)
            let took = (clock.now - before) / .milliseconds(1)
            tally.longestMilliseconds = max(tally.longestMilliseconds, took)
            tally.writes += 1
        }
        Printer.out(String(decoding: try JSONEncoder().encode(tally), as: UTF8.self))
    }
}
