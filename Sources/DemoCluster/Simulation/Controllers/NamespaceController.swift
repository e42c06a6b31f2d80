import Foundation
import Kubernetes

/// Furnishes namespaces with what every one has, and ends those that are being deleted: first their
/// content, then themselves.
struct NamespaceController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        if change.key.kind == .namespace { return change.operation == .deleted ? [] : [change.key] }
        guard let namespace = change.key.namespace else { return [] }
        let relevant =
            change.operation == .deleted || change.key.kind == .serviceAccount
            || change.key.kind == .configMap
            || change.object.isBeingDeleted || change.operation == .added
        guard relevant else { return [] }
        let key = ObjectKey(.namespace, namespace: nil, name: namespace)
        guard let owner = plane.store.get(key) else { return [] }
        let furniture =
            change.operation == .deleted
            && (change.key.kind == .serviceAccount || change.key.kind == .configMap)
        return owner.isBeingDeleted || furniture ? [key] : []
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let namespace = plane.store.get(key) else { return nil }
        if namespace.isBeingDeleted {
            try end(namespace, key, plane)
        } else {
            try furnish(namespace, key, plane)
        }
        return nil
    }

    private func furnish(_ namespace: JSONValue, _ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) {
        if namespace[path: "status", "phase"]?.string != "Active" {
            try plane.setStatus(key) { $0["phase"] = "Active" }
        }
        if plane.get(.serviceAccount, key.name, "default") == nil {
            try plane.store.create(.serviceAccount, namespace: key.name, ["metadata": ["name": "default"]])
        }
        if plane.get(.configMap, key.name, "kube-root-ca.crt") == nil {
            try plane.store.create(
                .configMap, namespace: key.name,
                [
                    "metadata": [
                        "name": "kube-root-ca.crt",
                        "annotations": [
                            "kubernetes.io/description":
                                "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters."
                        ],
                    ],
                    "data": [
                        "ca.crt": "The demo cluster is served over plain HTTP on loopback: there is no CA.\n"
                    ],
                ])
        }
    }

    private func end(_ namespace: JSONValue, _ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) {
        for kind in ResourceKind.allNamespaced where kind != .pod {
            for object in plane.list(kind, in: key.name) where !object.isBeingDeleted {
                try plane.delete(ObjectKey(kind, object), uid: object.uid)
            }
        }
        // Pods last, so that no controller makes new ones; they take their time to end.
        for pod in plane.list(.pod, in: key.name) where !pod.isBeingDeleted {
            try plane.delete(ObjectKey(.pod, pod), uid: pod.uid)
        }
        let remaining = ResourceKind.allNamespaced.compactMap {
            kind -> (kind: ResourceKind, objects: [JSONValue])? in
            let objects = plane.list(kind, in: key.name)
            return objects.isEmpty ? nil : (kind, objects)
        }
        guard !remaining.isEmpty else {
            return try plane.change(key, subresource: "finalize") { $0["spec"] = ["finalizers": []] }
        }
        var finalizers: [String: Int] = [:]
        for finalizer in remaining.flatMap(\.objects).flatMap(\.finalizers) {
            finalizers[finalizer, default: 0] += 1
        }
        let kinds = remaining.sorted { $0.kind.resourceName < $1.kind.resourceName }
            .map { "\($0.kind.plural).\($0.kind.group) has \($0.objects.count) resource instances" }
        let held = finalizers.sorted { $0.key < $1.key }.map { "\($0.key) in \($0.value) resource instances" }
        try plane.setStatus(key) { status in
            let now = plane.timestamp
            status["phase"] = "Terminating"
            status.setCondition(
                "NamespaceDeletionDiscoveryFailure", false, reason: "ResourcesDiscovered",
                message: "All resources successfully discovered", at: now)
            status.setCondition(
                "NamespaceDeletionGroupVersionParsingFailure", false, reason: "ParsedGroupVersions",
                message: "All legacy kube types successfully parsed", at: now)
            status.setCondition(
                "NamespaceDeletionContentFailure", false, reason: "ContentDeleted",
                message: "All content successfully deleted, may be waiting on finalization", at: now)
            status.setCondition(
                "NamespaceContentRemaining", true, reason: "SomeResourcesRemain",
                message: "Some resources are remaining: " + kinds.joined(separator: ", "), at: now)
            status.setCondition(
                "NamespaceFinalizersRemaining", !held.isEmpty,
                reason: held.isEmpty ? "ContentHasNoFinalizers" : "SomeFinalizersRemain",
                message: held.isEmpty
                    ? "All content-preserving finalizers finished"
                    : "Some content in the namespace has finalizers remaining: "
                        + held.joined(separator: ", "),
                at: now)
        }
    }
}
