import Kubernetes

/// The ReplicaSets of one Deployment, and the next move of its rollout.
struct Rollout {
    static let revision = "deployment.kubernetes.io/revision"
    static let hashLabel = "pod-template-hash"

    let deployment: JSONValue
    let plane: ControlPlane
    private(set) var current: JSONValue?
    /// Of earlier templates, oldest first.
    private(set) var old: [JSONValue]
    /// Whether the current ReplicaSet was made just now.
    private(set) var created = false

    init(_ deployment: JSONValue, _ plane: ControlPlane) {
        self.deployment = deployment
        self.plane = plane
        let template = deployment[path: "spec", "template"] ?? [:]
        let sets = plane.owned(.replicaSet, by: deployment).sorted {
            (Self.number($0), $0.resourceVersion) < (Self.number($1), $1.resourceVersion)
        }
        current = sets.first { Self.template(of: $0) == template }
        let uid = current?.uid
        old = sets.filter { $0.uid != uid }
    }

    var all: [JSONValue] { old + (current.map { [$0] } ?? []) }
    var wanted: Int { deployment[path: "spec", "replicas"]?.integer ?? 1 }

    var maxSurge: Int {
        PodTemplate.resolve(strategy?["maxSurge"], of: wanted, roundingUp: true, default: "25%")
    }

    var maxUnavailable: Int {
        guard deployment[path: "spec", "strategy", "type"]?.string != "Recreate" else { return 0 }
        let value = PodTemplate.resolve(
            strategy?["maxUnavailable"], of: wanted, roundingUp: false, default: "25%")
        return maxSurge == 0 && value == 0 ? 1 : min(value, wanted)
    }

    private var strategy: JSONValue? { deployment[path: "spec", "strategy", "rollingUpdate"] }

    /// Makes sure that the current template has its ReplicaSet, with the latest revision.
    mutating func prepare() throws(APIFailure) {
        let latest = (old.map(Self.number).max() ?? 0) + 1
        if let current {
            let number = max(Self.number(current), latest)
            let carried = carried
            try edit(current) { set in
                for (name, value) in carried where set.annotations[name] != value {
                    set.setAnnotation(name, value.string)
                }
                set.setAnnotation(Self.revision, String(number))
            }
            try mark(number)
            return
        }
        var template = deployment[path: "spec", "template"] ?? [:]
        let hash = StableHash.template(template)
        template.setMetadata("labels", labelled(template[path: "metadata", "labels"], hash))
        var selector = deployment[path: "spec", "selector"] ?? [:]
        selector["matchLabels"] = labelled(selector["matchLabels"], hash)
        var spec: JSONValue = ["selector": selector, "template": template]
        let recreating = deployment[path: "spec", "strategy", "type"]?.string == "Recreate"
        let room = max(0, wanted + maxSurge - old.reduce(0) { $0 + Self.size($1) })
        let size = recreating ? (isOldGone ? wanted : 0) : min(wanted, room)
        spec["replicas"] = JSONValue(count: size)
        spec["minReadySeconds"] = deployment[path: "spec", "minReadySeconds"]
        var annotations = carried
        annotations[Self.revision] = .string(String(latest))
        annotations["deployment.kubernetes.io/desired-replicas"] = .string(String(wanted))
        annotations["deployment.kubernetes.io/max-replicas"] = .string(String(wanted + maxSurge))
        let made = try plane.store.create(
            .replicaSet, namespace: deployment.namespace,
            [
                "metadata": [
                    "name": .string("\(deployment.name)-\(hash)"), "annotations": .object(annotations),
                    "labels": template[path: "metadata", "labels"] ?? [:],
                    "ownerReferences": [deployment.ownerReference(.deployment)],
                ], "spec": spec,
            ])
        current = made
        created = true
        if size > 0 { note("up", made, from: 0, to: size) }
        try mark(latest)
    }

    /// All of the old away first, then the new.
    mutating func recreate() throws(APIFailure) {
        for set in old where Self.size(set) > 0 { try scale(set, to: 0) }
        if let current, isOldGone { try scale(current, to: wanted) }
    }

    /// Up by the surge, down by what may be missing.
    mutating func roll() throws(APIFailure) {
        guard let current else { return }
        let total = all.reduce(0) { $0 + Self.size($1) }
        let size = Self.size(current)
        if size > wanted { return try scale(current, to: wanted) }
        if size < wanted, total < wanted + maxSurge {
            try scale(current, to: size + min(wanted - size, wanted + maxSurge - total))
        }
        try shrink()
    }

    private mutating func shrink() throws(APIFailure) {
        guard let current, old.contains(where: { Self.size($0) > 0 }) else { return }
        let minimum = wanted - maxUnavailable
        let sizes = all.reduce(0) { $0 + Self.size($1) }
        var spare = sizes - minimum - (Self.size(current) - Self.available(current))
        guard spare > 0 else { return }
        for set in old {
            let unhealthy = min(spare, Self.size(set) - Self.available(set))
            guard unhealthy > 0 else { continue }
            try scale(set, to: Self.size(set) - unhealthy)
            spare -= unhealthy
        }
        var surplus = all.reduce(0) { $0 + Self.available($1) } - minimum
        for set in old where surplus > 0 {
            let fewer = min(surplus, Self.size(set))
            guard fewer > 0 else { continue }
            try scale(set, to: Self.size(set) - fewer)
            surplus -= fewer
        }
    }

    /// Forgets the oldest ReplicaSets beyond the history limit, once the rollout is complete.
    func tidy() throws(APIFailure) {
        let limit = deployment[path: "spec", "revisionHistoryLimit"]?.integer ?? 10
        let idle = old.filter {
            Self.size($0) == 0 && ($0[path: "status", "replicas"]?.integer ?? 0) == 0 && !$0.isBeingDeleted
        }
        for set in idle.prefix(max(0, idle.count - limit)) { try plane.delete(ObjectKey(.replicaSet, set)) }
    }

    private var isOldGone: Bool {
        old.allSatisfy { set in plane.owned(.pod, by: set).allSatisfy(PodTemplate.isOver) }
    }

    /// What of the Deployment's annotations its ReplicaSets carry.
    private var carried: [String: JSONValue] {
        deployment.annotations.filter {
            $0.key != "kubectl.kubernetes.io/last-applied-configuration"
                && !$0.key.hasPrefix("deployment.kubernetes.io/")
        }
    }

    private func mark(_ number: Int) throws(APIFailure) {
        guard deployment.annotation(Self.revision) != String(number) else { return }
        try plane.change(ObjectKey(.deployment, deployment)) {
            $0.setAnnotation(Self.revision, String(number))
        }
    }

    private mutating func scale(_ set: JSONValue, to size: Int) throws(APIFailure) {
        let before = Self.size(set)
        guard before != size else { return }
        try edit(set) { $0["spec"]?["replicas"] = JSONValue(count: size) }
        note(size > before ? "up" : "down", set, from: before, to: size)
    }

    private mutating func edit(_ set: JSONValue, _ body: (inout JSONValue) -> Void) throws(APIFailure) {
        try plane.change(ObjectKey(.replicaSet, set), body)
        guard let now = plane.store.get(ObjectKey(.replicaSet, set)) else { return }
        if current?.uid == set.uid { current = now }
        if let index = old.firstIndex(where: { $0.uid == set.uid }) { old[index] = now }
    }

    private func note(_ direction: String, _ set: JSONValue, from: Int, to: Int) {
        plane.record(
            .normal, "ScalingReplicaSet", "Scaled \(direction) replica set \(set.name) from \(from) to \(to)",
            about: deployment, .deployment, by: "deployment-controller")
    }

    private func labelled(_ labels: JSONValue?, _ hash: String) -> JSONValue {
        var labels = labels ?? [:]
        labels[Self.hashLabel] = .string(hash)
        return labels
    }

    static func size(_ set: JSONValue) -> Int { set[path: "spec", "replicas"]?.integer ?? 1 }
    static func available(_ set: JSONValue) -> Int { set[path: "status", "availableReplicas"]?.integer ?? 0 }
    private static func number(_ set: JSONValue) -> Int { set.annotation(revision).flatMap { Int($0) } ?? 0 }

    private static func template(of set: JSONValue) -> JSONValue {
        var template = set[path: "spec", "template"] ?? [:]
        template["metadata"]?["labels"]?[hashLabel] = nil
        return template
    }
}
