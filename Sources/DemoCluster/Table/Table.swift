import Foundation
import Kubernetes

/// The `meta.k8s.io/v1` Table that kubectl prints.
enum Table {
    static func document(
        _ kind: ResourceKind, _ objects: [JSONValue], _ metadata: JSONValue, _ include: String, _ now: Date
    ) -> JSONValue {
        let columns = TableColumns.of(kind)
        let rows = objects.map { object -> JSONValue in
            var row: JSONValue = ["cells": .array(columns.map { $0.cell(object, now) })]
            switch include {
            case "Object": row["object"] = object
            case "None": break
            default: row["object"] = Representation.partial(object)
            }
            return row
        }
        return [
            "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
            "columnDefinitions": .array(columns.map(\.definition)), "rows": .array(rows),
        ]
    }
}

/// One column: its heading, whether only `-o wide` shows it, and what stands in it.
struct TableColumn: Sendable {
    let name: String
    let type: String
    let isWide: Bool
    let cell: @Sendable (_ object: JSONValue, _ now: Date) -> JSONValue

    init(
        _ name: String, type: String = "string", wide: Bool = false,
        _ cell: @escaping @Sendable (JSONValue, Date) -> JSONValue
    ) {
        self.name = name
        self.type = type
        isWide = wide
        self.cell = cell
    }

    /// A column that shows the value at a path as it stands.
    static func path(_ name: String, type: String = "string", wide: Bool = false, _ path: String...)
        -> TableColumn
    {
        TableColumn(name, type: type, wide: wide) { object, _ in
            var value: JSONValue? = object
            for key in path { value = value?[key] }
            return value ?? (type == "integer" ? 0 : "<none>")
        }
    }

    static func text(
        _ name: String, wide: Bool = false, _ cell: @escaping @Sendable (JSONValue) -> String
    ) -> TableColumn {
        TableColumn(name, wide: wide) { object, _ in .string(cell(object)) }
    }

    var definition: JSONValue {
        [
            "name": .string(name), "type": .string(type), "format": name == "Name" ? "name" : "",
            "description": .string(name), "priority": isWide ? 1 : 0,
        ]
    }
}
