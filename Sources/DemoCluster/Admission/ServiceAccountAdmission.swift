package import Kubernetes

/// Gives pods their service account and mounts its token, unless they don't want it.
package struct ServiceAccountAdmission: AdmissionPlugin {
    private static let mountPath = "/var/run/secrets/kubernetes.io/serviceaccount"

    package init() {}

    package func admit(_ request: AdmissionRequest, view: StoreView) throws(APIFailure) -> JSONValue {
        var pod = request.object
        guard request.operation == .create, request.subresource == nil, request.key.kind == .pod else {
            return pod
        }
        let name = pod[path: "spec", "serviceAccountName"]?.string ?? "default"
        let account = view.get(ObjectKey(.serviceAccount, namespace: request.key.namespace, name: name))
        // The default account is about to be made in a namespace that is this young.
        if account == nil, name != "default" {
            throw .forbidden(
                .pod, request.key.name,
                "error looking up service account \(request.key.namespace ?? "")/\(name): serviceaccount \"\(name)\" not found"
            )
        }
        pod["spec"]?["serviceAccountName"] = .string(name)
        pod["spec"]?["serviceAccount"] = .string(name)
        if pod[path: "spec", "imagePullSecrets"] == nil, let secrets = account?["imagePullSecrets"] {
            pod["spec"]?["imagePullSecrets"] = secrets
        }
        let wanted =
            pod[path: "spec", "automountServiceAccountToken"]?.bool
            ?? account?["automountServiceAccountToken"]?.bool ?? true
        if wanted { mount(&pod, uid: pod.uid) }
        return pod
    }

    private func mount(_ pod: inout JSONValue, uid: String) {
        let volume = "kube-api-access-" + StableHash.letters(StableHash.of(uid, pod.name), count: 5)
        var used = false
        for list in ["initContainers", "containers"] {
            guard let containers = pod[path: "spec", list]?.array else { continue }
            let mounted = containers.map { container in
                var container = container
                var mounts = container["volumeMounts"]?.array ?? []
                guard !mounts.contains(where: { $0["mountPath"]?.string == Self.mountPath }) else {
                    return container
                }
                used = true
                mounts.append([
                    "name": .string(volume), "readOnly": true, "mountPath": .string(Self.mountPath),
                ])
                container["volumeMounts"] = .array(mounts)
                return container
            }
            pod["spec"]?[list] = .array(mounted)
        }
        guard used else { return }
        let fieldRef: JSONValue = ["apiVersion": "v1", "fieldPath": "metadata.namespace"]
        let sources: JSONValue = [
            ["serviceAccountToken": ["expirationSeconds": 3607, "path": "token"]],
            ["configMap": ["name": "kube-root-ca.crt", "items": [["key": "ca.crt", "path": "ca.crt"]]]],
            ["downwardAPI": ["items": [["path": "namespace", "fieldRef": fieldRef]]]],
        ]
        let volumes =
            (pod[path: "spec", "volumes"]?.array ?? []) + [
                ["name": .string(volume), "projected": ["sources": sources, "defaultMode": 420]]
            ]
        pod["spec"]?["volumes"] = .array(volumes)
    }
}
