import Foundation
import Kubernetes

/// In which shape the reader wants objects: whole, as rows of a table (kubectl's printing), or only their
/// metadata.
struct Representation: Sendable {
    enum Shape: Sendable { case whole, table, metadata }

    let shape: Shape
    /// For tables: what stands beside each row's cells (`Metadata`, `Object` or `None`).
    let includeObject: String

    init(_ request: APIRequest) {
        includeObject = request["includeObject"] ?? "Metadata"
        var shape = Shape.whole
        for option in request.accept.split(separator: ",") {
            if option.contains("as=Table") {
                shape = .table
            } else if option.contains("as=PartialObjectMetadata") {
                shape = .metadata
            }
            break
        }
        self.shape = shape
    }

    func object(_ object: JSONValue, _ kind: ResourceKind, _ now: Date) -> JSONValue {
        switch shape {
        case .whole: object
        case .metadata: Self.partial(object)
        case .table:
            Table.document(
                kind, [object], ["resourceVersion": .string(String(object.resourceVersion))],
                includeObject, now)
        }
    }

    func watched(_ object: JSONValue, _ kind: ResourceKind, _ now: Date) -> JSONValue {
        self.object(object, kind, now)
    }

    func bookmark(_ object: JSONValue, _ kind: ResourceKind) -> JSONValue {
        guard shape == .table else { return object }
        return [
            "kind": "Table", "apiVersion": "meta.k8s.io/v1",
            "metadata": ["resourceVersion": .string(String(object.resourceVersion))],
            "columnDefinitions": .array([]),
            "rows": [["cells": .array([]), "object": Self.partial(object)]],
        ]
    }

    func list(_ objects: [JSONValue], _ kind: ResourceKind, _ metadata: JSONValue, _ now: Date) -> JSONValue {
        switch shape {
        case .table: return Table.document(kind, objects, metadata, includeObject, now)
        case .metadata:
            return [
                "kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
                "items": .array(objects.map(Self.partial)),
            ]
        case .whole:
            return [
                "kind": .string(kind.kind + "List"), "apiVersion": .string(kind.apiVersion),
                "metadata": metadata, "items": .array(objects),
            ]
        }
    }

    static func partial(_ object: JSONValue) -> JSONValue {
        [
            "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": object.metadata,
        ]
    }
}
