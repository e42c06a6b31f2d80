internal import Domain

/// Lets news of a cluster through once it's known to be the one whose stores are recorded. What is seen before is
/// kept meanwhile: the whole picture is told only once.
struct WithheldPicture: Sendable {
    private var kept: [String: StoreObservation?]?
    private var isKnown = false
    /// Whether the connection is up, as far as it was told.
    private var isLive = false

    /// Whether it has to be asked which cluster this is before the update is told.
    func isDoubtful(_ update: ClusterUpdate) -> Bool {
        switch update {
        case .connection(.live), .observed: !isKnown
        case .connection, .events, .releases: false
        }
    }

    /// Whether asking again which cluster it is may bring something to light.
    var hidesSomething: Bool { !isKnown && (kept != nil || isLive) }

    /// What is to be told.
    /// - Parameter elsewhere: why it's another cluster, where that was asked and it is.
    mutating func pass(_ update: ClusterUpdate, elsewhere: String?) -> [ClusterUpdate] {
        if case .connection(let state) = update { isLive = state == .live }
        if let elsewhere {
            if case .observed(let stores) = update { kept = (kept ?? [:]).merging(stores) { $1 } }
            return [.connection(.notConfigured(reason: elsewhere))]
        }
        switch update {
        case .connection(.live):
            isKnown = true
            return [update] + takeKept()
        case .observed(let stores):
            isKnown = true
            guard let before = kept else { return [update] }
            kept = nil
            return [.observed(before.merging(stores) { $1 })]
        case .connection:
            isKnown = false
            return [update]
        case .events, .releases: return [update]
        }
    }

    /// What is to be told once it turns out to be the right cluster after all.
    mutating func reveal() -> [ClusterUpdate] {
        guard hidesSomething else { return [] }
        isKnown = true
        return (isLive ? [.connection(.live)] : []) + takeKept()
    }

    private mutating func takeKept() -> [ClusterUpdate] {
        defer { kept = nil }
        return kept.map { [.observed($0)] } ?? []
    }
}
