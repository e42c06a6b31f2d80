package import Kubernetes

/// Fills in the default StorageClass, IngressClass and priority, and protects claims that are in use.
package struct DefaultClasses: AdmissionPlugin {
    package init() {}

    package func admit(_ request: AdmissionRequest, view: StoreView) throws(APIFailure) -> JSONValue {
        var object = request.object
        guard request.operation == .create, request.subresource == nil else { return object }
        switch request.key.kind {
        case .persistentVolumeClaim:
            if object[path: "spec", "storageClassName"] == nil,
                object.annotation("volume.beta.kubernetes.io/storage-class") == nil,
                let standard = marked(.storageClass, "storageclass.kubernetes.io/is-default-class", view)
            {
                object["spec"]?["storageClassName"] = .string(standard)
            }
            if !object.finalizers.contains(VolumeController.claimProtection) {
                object.setFinalizers(object.finalizers + [VolumeController.claimProtection])
            }
        case .ingress:
            if object[path: "spec", "ingressClassName"] == nil,
                object.annotation("kubernetes.io/ingress.class") == nil,
                let standard = marked(.ingressClass, "ingressclass.kubernetes.io/is-default-class", view)
            {
                object["spec"]?["ingressClassName"] = .string(standard)
            }
        case .pod:
            guard let name = object[path: "spec", "priorityClassName"]?.string, !name.isEmpty else {
                object["spec"]?["priority"] = 0
                object["spec"]?["preemptionPolicy"] = "PreemptLowerPriority"
                break
            }
            let system = ["system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000]
            let known = view.get(ObjectKey(.priorityClass, namespace: nil, name: name))
            guard let value = known?["value"]?.integer ?? system[name] else {
                throw .forbidden(.pod, request.key.name, "no PriorityClass with name \(name) was found")
            }
            object["spec"]?["priority"] = JSONValue(count: value)
            object["spec"]?["preemptionPolicy"] = known?["preemptionPolicy"] ?? "PreemptLowerPriority"
        default: break
        }
        return object
    }

    /// The name of the newest object of a kind that is marked as the default one.
    private func marked(_ kind: ResourceKind, _ annotation: String, _ view: StoreView) -> String? {
        view.list(kind).filter { $0.annotation(annotation) == "true" }
            .max { ($0.resourceVersion, $1.name) < ($1.resourceVersion, $0.name) }?.name
    }
}
