/// Why an action or a question was refused.
package enum DomainError: Error, Hashable, Sendable, CustomStringConvertible {
    case nameTaken(StoreName, phase: StorePhase)
    case storeNotFound(String)
    case jobNotFound(String)
    case busy(StoreName, kind: JobKind)
    case limitReached(Int)
    case wrongPhase(StoreName, phase: StorePhase, kind: JobKind)
    /// The job has ended.
    case notActive(JobID, state: JobState)
    /// A delete or rollback that has begun is finished.
    case notCancellable(JobID, kind: JobKind)
    /// Only a failed job that is its store's newest can be tried again.
    case notRetryable(JobID, state: JobState)
    /// The job was taken away from this worker, whose writes no longer count.
    case fenced(JobID)
    /// The context leads to another cluster than the one whose stores are recorded under its name.
    case anotherCluster(String, stores: Int)

    package var description: String {
        switch self {
        case .nameTaken(let name, let phase):
            "a store named \(name) exists already (\(phase.rawValue)); choose another name, or delete it first"
        case .storeNotFound(let name): "no store is named \(name); `urumi list` shows those there are"
        case .jobNotFound(let id): "no job has the id \(id); `urumi jobs` shows those there are"
        case .busy(let name, let kind):
            "\(name) is busy: a \(kind.rawValue) is under way; `urumi jobs \(name)` shows how far it is"
        case .limitReached(let limit):
            "\(limit) stores exist, which is the limit; delete one, or raise MAX_STORES"
        case .wrongPhase(let name, let phase, let kind):
            "\(name) is \(phase.rawValue), which allows no \(kind.rawValue)"
        case .notActive(let id, let state):
            "job \(id.short) has ended (\(state.rawValue)); there is nothing to cancel"
        case .notCancellable(let id, let kind):
            "job \(id.short) is a \(kind.rawValue) that has begun, which is always finished; `urumi jobs` shows "
                + "how far it is"
        case .notRetryable(let id, let state):
            state == .failed
                ? "job \(id.short) isn't its store's newest any more; `urumi jobs` shows which is"
                : "job \(id.short) hasn't failed (\(state.rawValue)); only a failed job can be tried again"
        case .fenced(let id): "job \(id.short) was handed to another worker or cancelled"
        case .anotherCluster(let name, let count):
            "the context \(name) leads to another cluster than the one whose \(count) store\(count == 1 ? "" : "s") "
                + "are recorded under that name. Rename one of the two (`kubectl config rename-context \(name) "
                + "NEW-NAME`); if the other cluster is gone for good, `urumi adopt --new-cluster` forgets its stores"
        }
    }
}
