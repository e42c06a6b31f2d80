import Synchronization

/// Clusters of more than one scalar, each kept once, so that a cell stays eight bytes and two cells
/// compare as numbers.
enum ClusterTable {
    static let flag: UInt32 = 0x8000_0000
    /// Past this many different clusters a base is shown without its marks, so that hostile text cannot
    /// fill the memory.
    static let limit = 16_384

    private struct State {
        var clusters: [[Unicode.Scalar]] = []
        var codes: [[Unicode.Scalar]: UInt32] = [:]
    }

    private static let state = Mutex(State())

    static func code(base: Unicode.Scalar, marks: [Unicode.Scalar]) -> UInt32 {
        if marks.isEmpty { return base.value }
        let cluster = [base] + marks
        return state.withLock { state in
            if let code = state.codes[cluster] { return code }
            guard state.clusters.count < limit else { return base.value }
            let code = flag | UInt32(state.clusters.count)
            state.clusters.append(cluster)
            state.codes[cluster] = code
            return code
        }
    }

    static func scalars(of code: UInt32) -> [Unicode.Scalar] {
        if code & flag != 0 { return state.withLock { $0.clusters[Int(code & ~flag)] } }
        return Unicode.Scalar(code).map { [$0] } ?? []
    }
}
