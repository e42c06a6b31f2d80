import Kubernetes

/// `metadata.managedFields`: which manager owns which fields.
struct ManagedFields {
    struct Entry: Hashable {
        let manager: FieldManager
        let apiVersion: String
        var time: String
        var fields: FieldSet
    }

    var entries: [Entry]

    init(_ object: JSONValue) {
        entries = (object[path: "metadata", "managedFields"]?.array ?? []).compactMap { entry in
            guard let name = entry["manager"]?.string,
                let operation = FieldManager.Operation(rawValue: entry["operation"]?.string ?? "")
            else { return nil }
            return Entry(
                manager: FieldManager(
                    name: name, operation: operation, subresource: entry["subresource"]?.string),
                apiVersion: entry["apiVersion"]?.string ?? "", time: entry["time"]?.string ?? "",
                fields: FieldSet(fieldsV1: entry["fieldsV1"] ?? .null))
        }
    }

    func fields(of manager: FieldManager) -> FieldSet {
        entries.first { $0.manager == manager }?.fields ?? FieldSet()
    }

    /// Sets what a manager owns; nothing owned takes its entry away, nothing changed keeps its time.
    mutating func set(_ fields: FieldSet, for manager: FieldManager, apiVersion: String, at time: String) {
        guard let index = entries.firstIndex(where: { $0.manager == manager }) else {
            if !fields.isEmpty {
                entries.append(Entry(manager: manager, apiVersion: apiVersion, time: time, fields: fields))
            }
            return
        }
        guard entries[index].fields != fields else { return }
        entries[index].fields = fields
        entries[index].time = time
        if fields.isEmpty { entries.remove(at: index) }
    }

    /// Takes fields from every manager but one.
    mutating func take(_ fields: FieldSet, fromAllBut manager: FieldManager) {
        for index in entries.indices where entries[index].manager != manager {
            entries[index].fields = entries[index].fields.subtracting(fields)
        }
        entries.removeAll { $0.fields.isEmpty }
    }

    /// Drops what the object no longer has.
    mutating func keepOnly(_ existing: FieldSet) {
        for index in entries.indices {
            let kept = entries[index].fields.intersection(existing.everyNode)
            if kept != entries[index].fields { entries[index].fields = kept }
        }
        entries.removeAll { $0.fields.isEmpty }
    }

    var document: JSONValue? {
        guard !entries.isEmpty else { return nil }
        return .array(
            entries.map { entry in
                var document: JSONValue = [
                    "manager": .string(entry.manager.name),
                    "operation": .string(entry.manager.operation.rawValue),
                    "apiVersion": .string(entry.apiVersion), "time": .string(entry.time),
                    "fieldsType": "FieldsV1", "fieldsV1": entry.fields.fieldsV1,
                ]
                document["subresource"] = entry.manager.subresource.map { .string($0) }
                return document
            })
    }
}

extension FieldSet {
    /// The same fields with everything above them as members too.
    fileprivate var everyNode: FieldSet {
        FieldSet(isMember: true, children: children.mapValues(\.everyNode))
    }
}

extension FieldManager {
    /// Makes the fields that differ from `previous` this manager's.
    func take(_ object: inout JSONValue, from previous: JSONValue?, at time: String) {
        guard operation == .update, let name = object["kind"]?.string,
            let apiVersion = object["apiVersion"]?.string,
            let kind = ResourceKind.named(name, apiVersion: apiVersion)
        else { return }
        let schema = ListSchema(kind: kind)
        let status = subresource == "status"
        var managed = ManagedFields(object)
        let changed = FieldSet.changes(in: object, since: previous ?? .object([:]), schema, status: status)
        managed.keepOnly(FieldSet.of(object, schema, status: true))
        managed.take(changed, fromAllBut: self)
        let owned = managed.fields(of: self).union(changed)
        managed.set(owned, for: self, apiVersion: apiVersion, at: time)
        object.setMetadata("managedFields", managed.document)
    }
}
