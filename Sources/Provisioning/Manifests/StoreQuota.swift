package import Domain

/// What a store of a size may use: room for its steady state, one surging pod of each workload, the setup
/// Job, cron and cert-manager's solver.
package struct StoreQuota: Sendable {
    private let cpu: (requests: Int, limits: Int)
    private let memory: (requests: Int, limits: Int)
    private let storage: Int

    package init(_ size: StoreSize) {
        switch size {
        case .small: (cpu, memory, storage) = ((2, 8), (3, 6), 30)
        case .medium: (cpu, memory, storage) = ((4, 16), (6, 12), 80)
        case .large: (cpu, memory, storage) = ((8, 32), (16, 32), 250)
        }
    }

    /// The quota's lines, as a ResourceQuota has them.
    package var hard: [String: String] {
        [
            "requests.cpu": "\(cpu.requests)", "limits.cpu": "\(cpu.limits)",
            "requests.memory": "\(memory.requests)Gi", "limits.memory": "\(memory.limits)Gi",
            "requests.storage": "\(storage)Gi", "pods": "20", "persistentvolumeclaims": "6", "services": "10",
        ]
    }

    /// For people.
    package var summary: String {
        "up to \(cpu.limits) CPU, \(memory.limits) GiB memory, \(storage) GiB storage"
    }
}
