package import Foundation

/// The metadata that every object has; managed fields and the last applied configuration are left out.
package struct ObjectMeta: Sendable, Hashable, Decodable {
    /// The object that this one belongs to and is deleted with.
    package struct OwnerReference: Sendable, Hashable, Decodable {
        package var kind: String
        package var name: String
        package var uid: String
        package var controller: Bool?
    }

    package var name: String
    package var namespace: String?
    package var uid: String
    package var resourceVersion: String
    package var generation: Int?
    package var labels: [String: String]
    package var annotations: [String: String]
    package var creationTimestamp: Date?
    /// Set from the moment when the deletion was asked for.
    package var deletionTimestamp: Date?
    package var finalizers: [String]
    package var ownerReferences: [OwnerReference]

    package init(
        name: String, namespace: String? = nil, uid: String = "", resourceVersion: String = "",
        generation: Int? = nil, labels: [String: String] = [:], annotations: [String: String] = [:],
        creationTimestamp: Date? = nil, deletionTimestamp: Date? = nil, finalizers: [String] = [],
        ownerReferences: [OwnerReference] = []
    ) {
        self.name = name
        self.namespace = namespace
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.generation = generation
        self.labels = labels
        self.annotations = annotations
        self.creationTimestamp = creationTimestamp
        self.deletionTimestamp = deletionTimestamp
        self.finalizers = finalizers
        self.ownerReferences = ownerReferences
    }

    private enum Key: CodingKey {
        case name, namespace, uid, resourceVersion, generation, labels, annotations, creationTimestamp
        case deletionTimestamp, finalizers, ownerReferences
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        name = try container.value(.name, else: "")
        namespace = try container.decodeIfPresent(String.self, forKey: .namespace)
        uid = try container.value(.uid, else: "")
        resourceVersion = try container.value(.resourceVersion, else: "")
        generation = try container.decodeIfPresent(Int.self, forKey: .generation)
        labels = try container.value(.labels, else: [:])
        annotations = try container.value(.annotations, else: [:])
        annotations["kubectl.kubernetes.io/last-applied-configuration"] = nil
        creationTimestamp = try container.timestamp(.creationTimestamp)
        deletionTimestamp = try container.timestamp(.deletionTimestamp)
        finalizers = try container.value(.finalizers, else: [])
        ownerReferences = try container.value(.ownerReferences, else: [])
    }
}

/// An object of which only the metadata was asked for, such as a Helm release's Secret.
package struct PartialObjectMetadata: Sendable, Hashable, Decodable {
    package var metadata: ObjectMeta
}
