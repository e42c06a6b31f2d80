internal import Domain
internal import Foundation
internal import Kubernetes

/// A store's namespace, which also holds what is needed to rebuild the store's record.
enum NamespaceManifest {
    static func make(_ store: Store, job: JobID) throws -> JSONValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let spec = String(decoding: try encoder.encode(store.spec), as: UTF8.self)
        let podSecurity: [String: JSONValue] = [
            "pod-security.kubernetes.io/enforce": "restricted",
            "pod-security.kubernetes.io/audit": "restricted",
            "pod-security.kubernetes.io/warn": "restricted",
        ]
        return [
            "apiVersion": "v1", "kind": "Namespace",
            "metadata": [
                "name": .string(store.namespace),
                "labels": .object(StoreLabels.withOperation(store, job).merging(podSecurity) { $1 }),
                "annotations": [
                    Ownership.nameAnnotation: .string(store.name.description),
                    Ownership.specAnnotation: .string(spec),
                ],
            ],
        ]
    }
}
