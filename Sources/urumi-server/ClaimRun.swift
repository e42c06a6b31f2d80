internal import Application
internal import ArgumentParser
internal import Domain
internal import Foundation

/// Measures how many jobs a second this machine can claim and finish, on a database of its own.
struct ClaimRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "measure-claims", shouldDisplay: false)

    @Option(name: .long) var folder: String
    @Option(name: .long) var jobs = 500

    func run() async throws {
        let workspace = try Workspace(
            WorkspaceOptions(), environment: ["HOME": folder, "XDG_STATE_HOME": folder])
        let queue: any JobQueue = try await workspace.database()
        for number in 0..<jobs {
            let name = try StoreName("store-\(number)")
            let spec = StoreSpec(
                engine: .woocommerce, hosts: ["\(name).localhost"], chartDigest: "none", chartVersion: "0")
            _ = try await queue.enqueue(
                JobRequest(
                    action: .create(name: name, namespace: "\(name)", spec: spec, maxStores: nil),
                    cluster: "measured",
                    requestedBy: "measure"))
        }
        let start = ContinuousClock.now
        var claimed = 0
        while let lease = try await queue.claim(cluster: "measured") {
            try await lease.finish(.succeeded(phase: .ready, revision: 1))
            claimed += 1
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        Printer.out(String(Int(Double(claimed) / seconds)))
    }
}
