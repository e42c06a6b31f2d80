import Kubernetes

/// The pods of one StatefulSet by ordinal, and the next move towards what it wants.
struct StatefulReplicas {
    static let revisionLabel = "controller-revision-hash"

    let owner: JSONValue
    let plane: ControlPlane
    let revision: String
    private var pods: [Int: JSONValue]

    init(_ owner: JSONValue, _ plane: ControlPlane) {
        self.owner = owner
        self.plane = plane
        revision = "\(owner.name)-\(StableHash.template(owner[path: "spec", "template"] ?? [:]))"
        pods = [:]
        for pod in plane.owned(.pod, by: owner) {
            if let ordinal = pod.name.split(separator: "-").last.flatMap({ Int($0) }) { pods[ordinal] = pod }
        }
    }

    private var first: Int { owner[path: "spec", "ordinals", "start"]?.integer ?? 0 }
    private var wanted: Int { owner[path: "spec", "replicas"]?.integer ?? 1 }
    private var ordered: Bool { owner[path: "spec", "podManagementPolicy"]?.string != "Parallel" }

    /// Makes sure that the template is kept as a ControllerRevision, for `kubectl rollout`.
    func keepRevision() throws(APIFailure) {
        guard !owner.isBeingDeleted, plane.get(.controllerRevision, owner.namespace, revision) == nil else {
            return
        }
        let known = plane.owned(.controllerRevision, by: owner).sorted { number($0) < number($1) }
        try plane.store.create(
            .controllerRevision, namespace: owner.namespace,
            [
                "metadata": [
                    "name": .string(revision),
                    "labels": owner[path: "spec", "template", "metadata", "labels"] ?? [:],
                    "ownerReferences": [owner.ownerReference(.statefulSet)],
                ],
                "data": ["spec": ["template": owner[path: "spec", "template"] ?? [:]]],
                "revision": JSONValue(count: (known.last.map(number) ?? 0) + 1),
            ])
        let limit = owner[path: "spec", "revisionHistoryLimit"]?.integer ?? 10
        for old in known.prefix(max(0, known.count - limit)) {
            try plane.delete(ObjectKey(.controllerRevision, old))
        }
    }

    mutating func move() throws(APIFailure) {
        for ordinal in first..<(first + max(0, wanted)) {
            if let pod = pods[ordinal] {
                if PodTemplate.isOver(pod), !pod.isBeingDeleted {
                    note(
                        .warning, "RecreatingFailedPod",
                        "StatefulSet \(owner.namespace ?? "")/\(owner.name) is recreating failed Pod \(pod.name)"
                    )
                    return try plane.delete(ObjectKey(.pod, pod), uid: pod.uid)
                }
                if ordered, pod.isBeingDeleted || !PodTemplate.isReady(pod) { return }
            } else {
                guard try create(ordinal) else { return }
                if ordered { return }
            }
        }
        let condemned = pods.keys.filter { $0 < first || $0 >= first + wanted }.sorted(by: >)
        for ordinal in condemned {
            guard let pod = pods[ordinal] else { continue }
            if !pod.isBeingDeleted { try delete(pod) }
            if ordered { return }
        }
        try update()
    }

    /// Replaces pods of an earlier template from the last to the first, each once the one before is ready.
    private func update() throws(APIFailure) {
        let strategy = owner[path: "spec", "updateStrategy"]
        guard strategy?["type"]?.string != "OnDelete" else { return }
        let partition = strategy?[path: "rollingUpdate", "partition"]?.integer ?? 0
        for ordinal in (first..<(first + max(0, wanted))).reversed() where ordinal >= partition {
            guard let pod = pods[ordinal], !pod.isBeingDeleted else { return }
            if pod.label(Self.revisionLabel) != revision { return try delete(pod) }
            if !PodTemplate.isReady(pod) { return }
        }
    }

    private mutating func create(_ ordinal: Int) throws(APIFailure) -> Bool {
        let name = "\(owner.name)-\(ordinal)"
        do {
            let volumes = try claims(for: name)
            var pod = PodTemplate.pod(
                owner[path: "spec", "template"] ?? [:], owner: owner, .statefulSet, name: name,
                labels: [
                    Self.revisionLabel: .string(revision),
                    "statefulset.kubernetes.io/pod-name": .string(name),
                    "apps.kubernetes.io/pod-index": .string(String(ordinal)),
                ])
            let claimed = Set(volumes.compactMap { $0["name"]?.string })
            let others = (pod[path: "spec", "volumes"]?.array ?? []).filter {
                !claimed.contains($0["name"]?.string ?? "")
            }
            pod["spec"]?["volumes"] = .array(volumes + others)
            pod["spec"]?["hostname"] = .string(name)
            pod["spec"]?["subdomain"] = owner[path: "spec", "serviceName"]
            pods[ordinal] = try plane.store.create(.pod, namespace: owner.namespace, pod)
            note(.normal, "SuccessfulCreate", "create Pod \(name) in StatefulSet \(owner.name) successful")
            return true
        } catch {
            note(
                .warning, "FailedCreate",
                "create Pod \(name) in StatefulSet \(owner.name) failed error: \(error.message)")
            return false
        }
    }

    /// Makes the claims that a pod needs; returns the volumes that refer to them.
    private func claims(for pod: String) throws(APIFailure) -> [JSONValue] {
        var volumes: [JSONValue] = []
        for template in owner[path: "spec", "volumeClaimTemplates"]?.array ?? [] {
            let claim = "\(template.name)-\(pod)"
            if plane.get(.persistentVolumeClaim, owner.namespace, claim) == nil {
                let labels = template.labels.merging(
                    owner[path: "spec", "selector", "matchLabels"]?.object ?? [:]
                ) { $1 }
                var metadata: JSONValue = ["name": .string(claim), "labels": .object(labels)]
                metadata["annotations"] = template[path: "metadata", "annotations"]
                try plane.store.create(
                    .persistentVolumeClaim, namespace: owner.namespace,
                    ["metadata": metadata, "spec": template["spec"] ?? [:]])
                note(
                    .normal, "SuccessfulCreate",
                    "create Claim \(claim) Pod \(pod) in StatefulSet \(owner.name) success")
            }
            volumes.append([
                "name": .string(template.name), "persistentVolumeClaim": ["claimName": .string(claim)],
            ])
        }
        return volumes
    }

    private func delete(_ pod: JSONValue) throws(APIFailure) {
        try plane.delete(ObjectKey(.pod, pod), uid: pod.uid)
        note(.normal, "SuccessfulDelete", "delete Pod \(pod.name) in StatefulSet \(owner.name) successful")
    }

    func writeStatus() throws(APIFailure) {
        let present = pods.filter {
            (first..<(first + max(0, wanted))).contains($0.key) || !$0.value.isBeingDeleted
        }.values
        let ready = present.filter { PodTemplate.isReady($0) && !$0.isBeingDeleted }
        let updated = present.filter { $0.label(Self.revisionLabel) == revision && !$0.isBeingDeleted }
        let complete = updated.count == wanted && ready.count == wanted && present.count == wanted
        try plane.setStatus(ObjectKey(.statefulSet, owner)) { status in
            let previous = status["currentRevision"]?.string
            let current = complete || present.isEmpty ? revision : previous ?? revision
            let atCurrent = present.filter { $0.label(Self.revisionLabel) == current && !$0.isBeingDeleted }
            status["observedGeneration"] = owner.generation
            status["collisionCount"] = 0
            status["currentRevision"] = .string(current)
            status["updateRevision"] = .string(revision)
            status["replicas"] = JSONValue(count: present.count)
            status["availableReplicas"] = JSONValue(count: ready.count)
            for (field, pods) in [
                ("readyReplicas", ready), ("updatedReplicas", updated), ("currentReplicas", atCurrent),
            ] {
                status[field] = pods.isEmpty ? nil : JSONValue(count: pods.count)
            }
        }
    }

    private func number(_ revision: JSONValue) -> Int { revision["revision"]?.integer ?? 0 }

    private func note(_ type: EventType, _ reason: String, _ message: String) {
        plane.record(type, reason, message, about: owner, .statefulSet, by: "statefulset-controller")
    }
}
