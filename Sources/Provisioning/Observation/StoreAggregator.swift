internal import Domain
internal import Kubernetes

/// Puts what the watches of each kind say together, store by store. Work is proportional to what changes.
struct StoreAggregator: Sendable {
    private struct Entry {
        var namespace: Namespace?
        var pods: [String: PodSummary] = [:]
        var workloads: [String: WorkloadSummary] = [:]
        var volumes: [String: VolumeSummary] = [:]
        var quotas: [String: [QuotaUsage]] = [:]
        var hosts: [String: [String]] = [:]

        var isEmpty: Bool {
            namespace == nil && pods.isEmpty && workloads.isEmpty && volumes.isEmpty && quotas.isEmpty
                && hosts.isEmpty
        }
    }

    private var entries: [String: Entry] = [:]
    private var changed: Set<String> = []

    /// What changed since the last call; nil for a namespace that's gone.
    mutating func takeChanges() -> [String: StoreObservation?] {
        defer { changed = [] }
        var changes: [String: StoreObservation?] = [:]
        for name in changed { changes[name] = .some(observation(of: name)) }
        return changes
    }

    var hasChanges: Bool { !changed.isEmpty }

    /// Everything known now.
    func all() -> [String: StoreObservation?] {
        var all: [String: StoreObservation?] = [:]
        for name in entries.keys { if let known = observation(of: name) { all[name] = .some(known) } }
        return all
    }

    /// What's known of one namespace; nil where there's none.
    func observation(of name: String) -> StoreObservation? {
        guard let entry = entries[name], let namespace = entry.namespace else { return nil }
        let missing = WorkloadName.annotated(on: namespace).filter { wanted in
            !entry.workloads.values.contains { wanted.names($0) }
        }
        let label = namespace.metadata.labels[Ownership.storeLabel]
        var seen = StoreObservation(
            namespace: name, storeID: label.flatMap { StoreID($0) },
            namespaceState: namespace.isTerminating
                ? .terminating(message: namespace.endMessage) : .active,
            pods: entry.pods.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) },
            workloads: entry.workloads.values.sorted {
                ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name)
            },
            missing: missing.map { "\($0.kind.rawValue) \($0.name)" },
            volumes: entry.volumes.values.sorted { $0.name < $1.name },
            quota: entry.quotas.values.flatMap { $0 }.sorted { $0.resource < $1.resource },
            hosts: Set(entry.hosts.values.joined()).sorted())
        seen.hasLostLabel = label == nil && namespace.metadata.annotations[Ownership.nameAnnotation] != nil
        return seen
    }

    mutating func apply<R: Resource>(_ event: ReflectorEvent<R>) {
        switch event {
        case .replaced(let objects):
            let kept = Set(objects.map(\.metadata.uid))
            for name in Array(entries.keys) { removeAll(R.self, in: name, except: kept) }
            for object in objects { upsert(object) }
        case .upserted(let object): upsert(object)
        case .deleted(let object): remove(R.self, uid: object.metadata.uid, in: Self.namespace(of: object))
        case .connection: break
        }
    }

    private static func namespace(of object: some Resource) -> String {
        object is Namespace ? object.metadata.name : object.metadata.namespace ?? ""
    }

    private mutating func upsert(_ object: some Resource) {
        let name = Self.namespace(of: object)
        let uid = object.metadata.uid
        switch object {
        case let object as Namespace: update(name) { $0.namespace = object }
        case let object as Pod: update(name) { $0.pods[uid] = PodSummary(object) }
        case let object as Deployment: update(name) { $0.workloads[uid] = WorkloadSummary(object) }
        case let object as StatefulSet: update(name) { $0.workloads[uid] = WorkloadSummary(object) }
        case let object as Kubernetes.Job:
            // A CronJob's runs come and go; they say nothing of the store's being up.
            if object.metadata.ownerReferences.contains(where: { $0.kind == "CronJob" }) { return }
            update(name) { $0.workloads[uid] = WorkloadSummary(object) }
        case let object as PersistentVolumeClaim:
            let size = object.capacity ?? object.requested
            let text = size.map { QuotaUsage.text($0, of: "storage") } ?? ""
            update(name) {
                $0.volumes[uid] = VolumeSummary(
                    name: object.metadata.name, phase: object.phase, capacity: text)
            }
        case let object as ResourceQuota: update(name) { $0.quotas[uid] = QuotaUsage.lines(object) }
        case let object as Ingress: update(name) { $0.hosts[uid] = object.hosts }
        default: break
        }
    }

    private mutating func update(_ name: String, _ change: (inout Entry) -> Void) {
        change(&entries[name, default: Entry()])
        changed.insert(name)
    }

    private mutating func remove<R: Resource>(_ kind: R.Type, uid: String, in name: String) {
        guard var entry = entries.removeValue(forKey: name) else { return }
        switch kind {
        case is Namespace.Type: if entry.namespace?.metadata.uid == uid { entry.namespace = nil }
        case is Pod.Type: entry.pods[uid] = nil
        case is PersistentVolumeClaim.Type: entry.volumes[uid] = nil
        case is ResourceQuota.Type: entry.quotas[uid] = nil
        case is Ingress.Type: entry.hosts[uid] = nil
        default: entry.workloads[uid] = nil
        }
        if !entry.isEmpty { entries[name] = entry }
        changed.insert(name)
    }

    private mutating func removeAll<R: Resource>(_ kind: R.Type, in name: String, except kept: Set<String>) {
        guard let entry = entries[name] else { return }
        let present: [String] =
            switch kind {
            case is Namespace.Type: entry.namespace.map { [$0.metadata.uid] } ?? []
            case is Pod.Type: Array(entry.pods.keys)
            case is Deployment.Type: entry.workloads.filter { $0.value.kind == .deployment }.map(\.key)
            case is StatefulSet.Type: entry.workloads.filter { $0.value.kind == .statefulSet }.map(\.key)
            case is Kubernetes.Job.Type: entry.workloads.filter { $0.value.kind == .job }.map(\.key)
            case is PersistentVolumeClaim.Type: Array(entry.volumes.keys)
            case is ResourceQuota.Type: Array(entry.quotas.keys)
            case is Ingress.Type: Array(entry.hosts.keys)
            default: []
            }
        for uid in present where !kept.contains(uid) { remove(kind, uid: uid, in: name) }
    }
}

extension Namespace {
    /// What holds up its end, in Kubernetes' words; empty when nothing is known to.
    var endMessage: String {
        conditions.filter { $0.isTrue && $0.type.hasPrefix("Namespace") }.compactMap(\.message)
            .joined(separator: "; ")
    }
}
