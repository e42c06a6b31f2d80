package import Kubernetes

/// Holds pods to the Pod Security Standard that their namespace's label enforces.
package struct PodSecurity: AdmissionPlugin {
    package init() {}

    package func admit(_ request: AdmissionRequest, view: StoreView) throws(APIFailure) -> JSONValue {
        let pod = request.object
        guard request.operation == .create, request.subresource == nil, request.key.kind == .pod,
            let name = request.key.namespace,
            let namespace = view.get(ObjectKey(.namespace, namespace: nil, name: name)),
            let level = namespace.label("pod-security.kubernetes.io/enforce"),
            level == "baseline" || level == "restricted"
        else { return pod }
        let version = namespace.label("pod-security.kubernetes.io/enforce-version") ?? "latest"
        var faults = PodSecurityChecks.baseline(pod)
        if level == "restricted" { faults += PodSecurityChecks.restricted(pod) }
        guard faults.isEmpty else {
            throw .forbidden(
                .pod, request.key.name,
                "violates PodSecurity \"\(level):\(version)\": \(faults.joined(separator: ", "))")
        }
        return pod
    }
}
