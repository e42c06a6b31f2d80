/// A way in which the cluster isn't as it was left, that no job of this program accounts for.
package enum Drift: Hashable, Sendable {
    /// The namespace is gone, and all that was in it.
    case namespaceMissing(String)
    /// The namespace of an archived store is gone, and the data that was kept in it.
    case archiveMissing(String)
    /// The namespace is there without the label by which it's known.
    case namespaceUnlabelled(String, StoreID)
    /// The namespace is there, but is another store's or nobody's.
    case namespaceForeign(String)
    /// The namespace is there without any record of the release.
    case releaseMissing
    /// Parts of the release were deleted, such as `Deployment shop-wordpress`.
    case workloadsMissing([String])
    /// Somebody else made a newer revision.
    case releaseChanged(revision: Int, recorded: Int)
    /// An operation on the release was killed in its middle, and no job is there to finish it.
    case releaseStuck(RevisionState)
    /// A pod crashes again and again.
    case crashLooping(pod: String, restarts: Int)
    /// A store that only the cluster knows.
    case storeUnknown(namespace: String)

    /// In a word or two.
    package var title: String {
        switch self {
        case .namespaceMissing: "namespace gone"
        case .archiveMissing: "archive gone"
        case .namespaceUnlabelled: "label gone"
        case .namespaceForeign: "not its namespace"
        case .releaseMissing: "release gone"
        case .workloadsMissing: "workload gone"
        case .releaseChanged: "changed from outside"
        case .releaseStuck: "release stuck"
        case .crashLooping: "crash-looping"
        case .storeUnknown: "only in the cluster"
        }
    }

    /// What is seen.
    package var explanation: String {
        switch self {
        case .namespaceMissing(let namespace): "the namespace \(namespace) doesn't exist any more"
        case .archiveMissing(let namespace):
            "the namespace \(namespace), in which its data was kept, doesn't exist any more"
        case .namespaceUnlabelled(let namespace, _):
            "the namespace \(namespace) has lost the label by which urumi knows it"
        case .namespaceForeign(let namespace): "the namespace \(namespace) belongs to something else"
        case .releaseMissing: "there's no Helm release, though the store was deployed"
        case .workloadsMissing(let names):
            "\(names.joined(separator: ", ")) \(names.count == 1 ? "doesn't" : "don't") exist any more"
        case .releaseChanged(let revision, let recorded):
            "revision \(revision) of the release wasn't made by urumi, which left it at revision \(recorded)"
        case .releaseStuck(let state): "the release is \(state.rawValue), and nothing works on it"
        case .crashLooping(let pod, let restarts):
            "pod \(pod) crashes again and again (\(restarts) restarts so far)"
        case .storeUnknown(let namespace): "the namespace \(namespace) holds a store that isn't recorded here"
        }
    }

    /// What can be done about it; `name` is the store's.
    package func remedy(for name: String) -> String {
        switch self {
        case .namespaceMissing:
            "`urumi upgrade \(name)` makes all of it again, without its data; "
                + "`urumi delete \(name)` closes the record"
        case .archiveMissing:
            "`urumi delete \(name)` closes the record; `urumi create \(name)` begins anew, without its data"
        case .namespaceUnlabelled(let namespace, let id):
            "`kubectl label namespace \(namespace) \(Ownership.storeLabel)=\(id) "
                + "\(Ownership.partOfLabel)=\(Ownership.partOf)` gives it back; "
                + "`urumi delete \(name)` closes the record and leaves that namespace alone"
        case .namespaceForeign: "`urumi delete \(name)` closes the record and leaves that namespace alone"
        case .workloadsMissing: "`urumi upgrade \(name)` makes what is missing again"
        case .releaseMissing, .releaseStuck:
            "`urumi upgrade \(name)` applies what is wanted again; `urumi delete \(name)` removes the store"
        case .releaseChanged(_, let recorded):
            "`urumi upgrade \(name)` applies what is wanted again; "
                + "`urumi rollback \(name) \(recorded)` goes back to what urumi left"
        case .crashLooping(let pod, _):
            "`urumi logs \(name) \(pod)` tells why; `urumi rollback \(name)` goes back to the revision before"
        case .storeUnknown: "`urumi adopt` takes it up"
        }
    }
}

extension Store {
    /// How the cluster differs from what is recorded of the store; none while a job works on it.
    /// - Parameters:
    ///   - seen: what the watches show of its namespace; nil where they show none.
    ///   - releases: the release's revisions, in any order; nil where they aren't known.
    ///   - operations: jobs of this program beyond those whose end the record tells.
    package func drifts(
        seen: StoreObservation?, releases: [ReleaseSummary]? = nil, operations: Set<JobID> = []
    ) -> [Drift] {
        guard !status.phase.isInMotion else { return [] }
        // A create that failed may never have got as far as these.
        let wasDeployed = status.revision != nil || status.phase == .ready
        guard let seen else {
            if status.phase == .archived { return [.archiveMissing(namespace)] }
            return wasDeployed ? [.namespaceMissing(namespace)] : []
        }
        guard seen.storeID == id else {
            return [seen.hasLostLabel ? .namespaceUnlabelled(namespace, id) : .namespaceForeign(namespace)]
        }
        guard status.phase != .archived else { return [] }
        var drifts: [Drift] = []
        if let releases, case .active = seen.namespaceState {
            drifts += drift(of: releases, operations: operations, wasDeployed: wasDeployed)
        }
        if case .active = seen.namespaceState, !seen.missing.isEmpty, drifts != [.releaseMissing] {
            drifts.append(.workloadsMissing(seen.missing))
        }
        drifts += seen.pods.filter { $0.reason.hasSuffix("CrashLoopBackOff") }.map {
            .crashLooping(pod: $0.name, restarts: $0.restarts)
        }
        return drifts
    }

    private func drift(
        of releases: [ReleaseSummary], operations: Set<JobID>, wasDeployed: Bool
    ) -> [Drift] {
        guard let newest = releases.max(by: { $0.revision < $1.revision }) else {
            return wasDeployed ? [.releaseMissing] : []
        }
        if newest.state.isUnfinished { return [.releaseStuck(newest.state)] }
        guard let recorded = status.revision, newest.revision > recorded,
            !isExplained(newest, recorded, releases, operations)
        else { return [] }
        return [.releaseChanged(revision: newest.revision, recorded: recorded)]
    }

    /// Whether a job made that revision beyond the recorded one. Somebody else's `helm upgrade` takes over the
    /// label of the revision before, so that a label which stands on a recorded one as well explains nothing,
    /// unless a job failed, which may have gone back there without having been able to record it.
    private func isExplained(
        _ newest: ReleaseSummary, _ recorded: Int, _ releases: [ReleaseSummary], _ operations: Set<JobID>
    ) -> Bool {
        guard let operation = newest.operation, operations.contains(operation) else { return false }
        if status.phase == .failed { return true }
        return !releases.contains { $0.revision <= recorded && $0.operation == operation }
    }

    /// The stores that are seen in the cluster and not among `stores`, by namespace.
    package static func unknown(
        among seen: some Sequence<StoreObservation>, recorded stores: [Store]
    ) -> [Drift] {
        let known = Set(stores.map(\.id))
        return seen.filter { observation in
            guard let id = observation.storeID, case .active = observation.namespaceState else {
                return false
            }
            return !known.contains(id)
        }
        .map(\.namespace).sorted().map { .storeUnknown(namespace: $0) }
    }
}
