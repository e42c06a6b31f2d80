internal import Domain
internal import Kubernetes

/// The state of all watches in one word: as good as the worst of them.
struct ConnectionSummary: Sendable {
    private let kinds: Int
    private var statuses: [String: ConnectionStatus] = [:]
    private var listed: Set<String> = []
    private(set) var state = ConnectionState.connecting
    /// Whether the first whole picture has been told.
    var wasTold = false

    init(kinds: Int) { self.kinds = kinds }

    /// Whether every kind has been listed at least once.
    var isComplete: Bool { listed.count == kinds }

    mutating func noteList(of kind: String) { listed.insert(kind) }

    /// The new state if `status` changes it.
    mutating func note(_ status: ConnectionStatus, of kind: String) -> ConnectionState? {
        statuses[kind] = status
        let new = worst()
        guard new != state else { return nil }
        state = new
        return new
    }

    private func worst() -> ConnectionState {
        var isConnecting = statuses.count < kinds
        var stale: ConnectionState?
        for kind in statuses.keys.sorted() {
            switch statuses[kind] {
            case .stale(let since, let reason):
                if stale == nil {
                    stale = .stale(since: listed.contains(kind) ? since : nil, reason: reason.description)
                }
            case .connecting, nil: isConnecting = true
            case .live: continue
            }
        }
        return stale ?? (isConnecting ? .connecting : .live)
    }
}
