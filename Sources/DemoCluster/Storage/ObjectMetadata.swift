package import Kubernetes

/// Short ways to what every object carries.
extension JSONValue {
    package var metadata: JSONValue { self["metadata"] ?? .object([:]) }
    package var name: String { self[path: "metadata", "name"]?.string ?? "" }
    package var namespace: String? { self[path: "metadata", "namespace"]?.string }
    package var uid: String { self[path: "metadata", "uid"]?.string ?? "" }
    package var labels: [String: JSONValue] { self[path: "metadata", "labels"]?.object ?? [:] }
    package var annotations: [String: JSONValue] { self[path: "metadata", "annotations"]?.object ?? [:] }
    package var finalizers: [String] {
        self[path: "metadata", "finalizers"]?.array?.compactMap(\.string) ?? []
    }
    package var isBeingDeleted: Bool { self[path: "metadata", "deletionTimestamp"]?.string != nil }
    package var resourceVersion: UInt64 {
        self[path: "metadata", "resourceVersion"]?.string.flatMap(UInt64.init) ?? 0
    }

    /// Sets a member of the metadata; nil removes it.
    package mutating func setMetadata(_ key: String, _ value: JSONValue?) {
        var metadata = self.metadata
        self["metadata"] = nil
        metadata[key] = value
        self["metadata"] = metadata
    }
}
