/// A claim on storage, and what it got.
package struct PersistentVolumeClaim: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .persistentVolumeClaims }

    package var metadata: ObjectMeta
    /// "Pending", "Bound" or "Lost".
    package var phase: String
    package var requested: Quantity?
    package var capacity: Quantity?
    package var storageClass: String?
    package var volumeName: String?

    private enum Key: CodingKey { case metadata, spec, status }
    private struct Storage: Decodable { var storage: Quantity? }
    private struct Spec: Decodable {
        struct Resources: Decodable { var requests: Storage? }
        var resources: Resources?
        var storageClassName: String?
        var volumeName: String?
    }
    private struct Status: Decodable {
        var phase: String?
        var capacity: Storage?
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        let spec = try container.decodeIfPresent(Spec.self, forKey: .spec)
        let status = try container.decodeIfPresent(Status.self, forKey: .status)
        phase = status?.phase ?? "Pending"
        requested = spec?.resources?.requests?.storage
        capacity = status?.capacity?.storage
        storageClass = spec?.storageClassName
        volumeName = spec?.volumeName
    }
}
