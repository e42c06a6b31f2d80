internal import Application
internal import ArgumentParser
internal import Domain
internal import Foundation
internal import HTTPAPI
internal import Kubernetes
internal import Provisioning
internal import Synchronization

/// Works and answers the REST API until told to end.
struct ServeRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", shouldDisplay: false)

    @Option(name: .long) var listen = "127.0.0.1:8000"
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let (host, port) = try Self.address(listen)
        let workspace = try global.workspace()
        let access = try ClusterAccess(workspace)
        let records = try await workspace.database()
        let (worker, observer) = try await workspace.worker(
            on: access.configuration, client: access.client, records: records)
        let connection = ConnectionSight()
        let api = HTTPAPI(host: host, port: port, logger: workspace.logger("api")) {
            let jobs: [Domain.Job]?
            do { jobs = try await records.jobs(cluster: access.name, store: nil, limit: 1_000) } catch {
                jobs = nil
            }
            return HealthReport(
                version: UrumiProgram.version, databaseProblem: jobs == nil ? "unreadable" : nil,
                cluster: connection.state.word, activeJobs: jobs?.count { $0.state.isActive } ?? 0)
        } onListening: { port in
            Printer.note("urumi serves http://\(host):\(port)/api/v1/health and works on \(access.name)")
        }
        _ = try await Signals.cancelling {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await observer.run() }
                group.addTask { try await worker.run(.untilCancelled) }
                group.addTask { await workspace.keepRecords(of: access, in: records) }
                group.addTask { try await api.run() }
                group.addTask {
                    for await update in observer.updates() {
                        if case .connection(let state) = update { connection.note(state) }
                    }
                }
                // Whichever ends first ends all; an error among them is the program's.
                try await group.next()
                group.cancelAll()
            }
        }
        await access.client.shutdown()
    }

    private static func address(_ text: String) throws -> (String, Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon != text.startIndex
        else {
            throw CommandFailure(
                .wrongUsage, "--listen is “\(text)”; allowed: HOST:PORT, such as 127.0.0.1:8000")
        }
        return (String(text[..<colon]), port)
    }
}

/// The state of the connection as it was told last.
private final class ConnectionSight: Sendable {
    private let last = Mutex(ConnectionState.connecting)

    var state: ConnectionState { last.withLock { $0 } }

    func note(_ state: ConnectionState) { last.withLock { $0 = state } }
}

extension ConnectionState {
    /// In a word or a sentence, for scripts and people.
    fileprivate var word: String {
        switch self {
        case .connecting: "connecting"
        case .live: "live"
        case .stale(_, let reason), .notConfigured(let reason): reason
        }
    }
}
