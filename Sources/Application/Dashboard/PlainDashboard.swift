internal import Domain
internal import Foundation
internal import Provisioning

/// The dashboard as lines of text: what there is, then each change as it happens.
struct PlainDashboard {
    private let workspace: Workspace
    private let global: GlobalOptions
    private let isReadOnly: Bool

    init(_ workspace: Workspace, _ global: GlobalOptions, isReadOnly: Bool) {
        self.workspace = workspace
        self.global = global
        self.isReadOnly = isReadOnly
    }

    /// Runs until interrupted.
    func run() async throws {
        let world = try await OpenWorkspace(global, resumesWork: !isReadOnly)
        let title = workspace.options.isDemo ? "DEMO cluster" : "cluster \(world.cluster.name)"
        Printer.out("urumi, \(title). Changes are printed as they happen; Ctrl-C ends.")
        let narrator = PlainNarrator(records: world.database, cluster: world.cluster.name)
        let view = WatchedCluster(
            observer: ClusterObserver(client: world.cluster.client), identity: world.identity)
        _ = try await Signals.cancelling {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in world.database.changes() { try await narrator.tellRecords() }
                }
                group.addTask {
                    for await update in view.updates() { try await narrator.tell(update) }
                }
                group.addTask { await world.keepRecords { Printer.out("\($0)") } }
                try await group.next()
                group.cancelAll()
            }
        }
    }
}

/// Turns news into lines, each once.
actor PlainNarrator {
    private let records: any Records
    private let cluster: String
    private var told: [String: String] = [:]
    private var seen: [String: StoreObservation] = [:]

    init(records: any Records, cluster: String) {
        self.records = records
        self.cluster = cluster
    }

    func tellRecords() async throws {
        let stores = try await records.stores(cluster: cluster)
        for store in stores {
            let health = seen[store.namespace]?.health(phase: store.status.phase).rawValue ?? "unknown"
            let problem = seen[store.namespace]?.problem(phase: store.status.phase).map { ", \($0)" } ?? ""
            say("store \(store.name)", "\(store.status.phase.rawValue), health \(health)\(problem)")
        }
        for case .storeUnknown(let namespace) in Store.unknown(among: seen.values, recorded: stores) {
            let drift = Drift.storeUnknown(namespace: namespace)
            say("namespace \(namespace)", "\(drift.explanation); \(drift.remedy(for: namespace))")
        }
        let names = Set(stores.map { "store \($0.name)" })
        for key in told.keys where key.hasPrefix("store ") && !names.contains(key) {
            say(key, "gone")
            told[key] = nil
        }
        for job in try await records.jobs(cluster: cluster, store: nil, limit: 20) where job.state.isActive {
            let step = job.currentStep.map { ", \($0.name.rawValue) \($0.detail)" } ?? ""
            say("job \(job.id.short) \(job.kind.rawValue) \(job.storeName)", job.state.rawValue + step)
        }
    }

    func tell(_ update: ClusterUpdate) async throws {
        switch update {
        case .connection(let state): say("connection", Self.text(state))
        case .observed(let stores):
            for (namespace, store) in stores { seen[namespace] = store }
            try await tellRecords()
        case .events, .releases: break
        }
    }

    private func say(_ subject: String, _ text: String) {
        guard told[subject] != text else { return }
        told[subject] = text
        Printer.out("\(Date().ISO8601Format()) \(subject): \(text)")
    }

    private static func text(_ state: ConnectionState) -> String {
        switch state {
        case .connecting: "connecting"
        case .live: "live"
        case .stale(_, let reason): "lost: \(reason)"
        case .notConfigured(let reason): "not configured: \(reason)"
        }
    }
}
