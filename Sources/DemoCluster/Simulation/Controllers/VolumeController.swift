import Foundation
import Kubernetes

/// Binds volume claims to volumes that it makes for them, and keeps claims that pods still use.
struct VolumeController: Controller {
    static let claimProtection = "kubernetes.io/pvc-protection"
    static let volumeProtection = "kubernetes.io/pv-protection"

    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .persistentVolumeClaim:
            guard change.operation == .deleted else { return [change.key] }
            let volume = change.object[path: "spec", "volumeName"]?.string
            return volume.map { [ObjectKey(.persistentVolume, namespace: nil, name: $0)] } ?? []
        case .persistentVolume: return change.operation == .deleted ? [] : [change.key]
        case .pod:
            let over = change.operation == .deleted || PodTemplate.isOver(change.object)
            guard over else { return [] }
            return (change.object[path: "spec", "volumes"]?.array ?? []).compactMap {
                $0[path: "persistentVolumeClaim", "claimName"]?.string
            }.map { ObjectKey(.persistentVolumeClaim, namespace: change.key.namespace, name: $0) }
        case .storageClass:
            return plane.list(.persistentVolumeClaim, in: nil)
                .filter { $0[path: "status", "phase"]?.string != "Bound" }.map {
                    ObjectKey(.persistentVolumeClaim, $0)
                }
        default: return []
        }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let object = plane.store.get(key) else { return nil }
        guard key.kind == .persistentVolumeClaim else { return try reclaim(object, key, plane) }
        if object.isBeingDeleted {
            try release(object, key, plane)
            return nil
        }
        guard object[path: "status", "phase"]?.string != "Bound" else { return nil }
        return try bind(object, key, plane)
    }

    private func bind(_ claim: JSONValue, _ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date?
    {
        try plane.setStatus(key) { $0["phase"] = "Pending" }
        if let name = claim[path: "spec", "volumeName"]?.string {
            guard plane.get(.persistentVolume, nil, name) != nil else { return nil }
            try bindTo(name, claim, key, plane)
            return nil
        }
        let className = claim[path: "spec", "storageClassName"]?.string ?? ""
        guard let storage = plane.get(.storageClass, nil, className) else {
            let why =
                className.isEmpty
                ? "no persistent volumes available for this claim and no storage class is set"
                : "storageclass.storage.k8s.io \"\(className)\" not found"
            plane.record(
                .warning, className.isEmpty ? "FailedBinding" : "ProvisioningFailed", why, about: claim,
                .persistentVolumeClaim, by: "persistentvolume-controller")
            return nil
        }
        let waits = storage["volumeBindingMode"]?.string == "WaitForFirstConsumer"
        let node = claim.annotation(Scheduler.selectedNode)
        guard !waits || node != nil else {
            plane.record(
                .normal, "WaitForFirstConsumer", "waiting for first consumer to be created before binding",
                about: claim, .persistentVolumeClaim, by: "persistentvolume-controller")
            return nil
        }
        let since = Timestamp.parse(claim.annotation("demo.urumi.dev/provisioning"))
        guard let since else {
            try plane.change(key) { claim in
                claim.setAnnotation("demo.urumi.dev/provisioning", Timestamp.microseconds(plane.now))
                claim.setAnnotation(
                    "volume.kubernetes.io/storage-provisioner", storage["provisioner"]?.string)
                claim.setAnnotation(
                    "volume.beta.kubernetes.io/storage-provisioner", storage["provisioner"]?.string)
            }
            plane.record(
                .normal, "Provisioning",
                "External provisioner is provisioning volume for claim \"\(key.namespace ?? "")/\(key.name)\"",
                about: claim, .persistentVolumeClaim, by: storage["provisioner"]?.string ?? "")
            return plane.date(0.8, after: plane.now)
        }
        let end = plane.date(0.8, after: since)
        guard end <= plane.now else { return end }
        let name = "pvc-\(claim.uid)"
        if plane.get(.persistentVolume, nil, name) == nil {
            try plane.store.create(.persistentVolume, volume(name, claim, storage, node: node))
            plane.record(
                .normal, "ProvisioningSucceeded", "Successfully provisioned volume \(name)", about: claim,
                .persistentVolumeClaim, by: storage["provisioner"]?.string ?? "")
        }
        try bindTo(name, claim, key, plane)
        return nil
    }

    private func bindTo(
        _ volume: String, _ claim: JSONValue, _ key: ObjectKey, _ plane: ControlPlane
    ) throws(APIFailure) {
        try plane.change(key, subresource: "binding") { claim in
            claim["spec"]?["volumeName"] = .string(volume)
            claim.setAnnotation("demo.urumi.dev/provisioning", nil)
            claim.setAnnotation("pv.kubernetes.io/bind-completed", "yes")
            claim.setAnnotation("pv.kubernetes.io/bound-by-controller", "yes")
            var status = claim["status"] ?? [:]
            status["phase"] = "Bound"
            status["accessModes"] = claim[path: "spec", "accessModes"]
            status["capacity"] = claim[path: "spec", "resources", "requests"]
            claim["status"] = status
        }
        try plane.setStatus(ObjectKey(.persistentVolume, namespace: nil, name: volume)) {
            $0["phase"] = "Bound"
        }
    }

    private func volume(_ name: String, _ claim: JSONValue, _ storage: JSONValue, node: String?) -> JSONValue
    {
        var spec: JSONValue = [
            "capacity": claim[path: "spec", "resources", "requests"] ?? [:],
            "accessModes": claim[path: "spec", "accessModes"] ?? ["ReadWriteOnce"],
            "volumeMode": "Filesystem",
            "persistentVolumeReclaimPolicy": storage["reclaimPolicy"] ?? "Delete",
            "storageClassName": .string(storage.name),
            "hostPath": [
                "path": .string("/var/local-path-provisioner/\(name)"), "type": "DirectoryOrCreate",
            ],
            "claimRef": [
                "apiVersion": "v1", "kind": "PersistentVolumeClaim", "name": .string(claim.name),
                "namespace": .string(claim.namespace ?? ""), "uid": .string(claim.uid),
                "resourceVersion": .string(String(claim.resourceVersion)),
            ],
        ]
        if let node {
            spec["nodeAffinity"] = [
                "required": [
                    "nodeSelectorTerms": [
                        [
                            "matchExpressions": [
                                [
                                    "key": "kubernetes.io/hostname", "operator": "In",
                                    "values": [.string(node)],
                                ]
                            ]
                        ]
                    ]
                ]
            ]
        }
        return [
            "metadata": [
                "name": .string(name), "finalizers": [.string(Self.volumeProtection)],
                "annotations": ["pv.kubernetes.io/provisioned-by": storage["provisioner"] ?? ""],
            ],
            "spec": spec,
        ]
    }

    /// Lets a deleted claim go once no pod uses it.
    private func release(_ claim: JSONValue, _ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) {
        guard claim.finalizers.contains(Self.claimProtection) else { return }
        let used = plane.list(.pod, in: key.namespace).contains { pod in
            guard !PodTemplate.isOver(pod), pod[path: "spec", "nodeName"] != nil else { return false }
            return (pod[path: "spec", "volumes"]?.array ?? []).contains {
                $0[path: "persistentVolumeClaim", "claimName"]?.string == key.name
            }
        }
        guard !used else { return }
        try plane.change(key) { $0.setFinalizers($0.finalizers.filter { $0 != Self.claimProtection }) }
    }

    /// Deletes or keeps a volume whose claim is gone, by its policy.
    private func reclaim(_ volume: JSONValue, _ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure)
        -> Date?
    {
        let reference = volume[path: "spec", "claimRef"]
        let claim = reference.flatMap {
            plane.get(.persistentVolumeClaim, $0["namespace"]?.string, $0["name"]?.string ?? "")
        }
        let bound = claim != nil && claim?.uid == reference?["uid"]?.string
        if reference == nil {
            try plane.setStatus(key) { $0["phase"] = "Available" }
        } else if !bound {
            try plane.setStatus(key) { $0["phase"] = "Released" }
            if volume[path: "spec", "persistentVolumeReclaimPolicy"]?.string == "Delete",
                !volume.isBeingDeleted
            {
                try plane.delete(key, uid: volume.uid)
            }
        }
        if plane.store.get(key)?.isBeingDeleted == true, !bound {
            try plane.change(key) { $0.setFinalizers($0.finalizers.filter { $0 != Self.volumeProtection }) }
        }
        return nil
    }
}
