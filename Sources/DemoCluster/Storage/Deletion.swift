import Foundation
import Kubernetes

/// The rules by which objects go.
enum Deletion {
    static func checkPreconditions(
        _ key: ObjectKey, _ object: JSONValue, _ options: DeletionOptions
    ) throws(APIFailure) {
        if let uid = options.uid, uid != object.uid {
            throw .conflict(
                key.kind, key.name,
                "the UID in the precondition (\(uid)) does not match the UID in record (\(object.uid)). The object might have been deleted and then recreated"
            )
        }
        let version = String(object.resourceVersion)
        if let wanted = options.resourceVersion, wanted != version {
            throw .conflict(
                key.kind, key.name,
                "the ResourceVersion in the precondition (\(wanted)) does not match the ResourceVersion in record (\(version)). The object might have been modified"
            )
        }
    }

    /// The object as it stands once its deletion has been asked for.
    static func mark(
        _ kind: ResourceKind, _ previous: JSONValue, _ options: DeletionOptions, at now: Date
    ) -> JSONValue {
        var object = previous
        var finalizers = object.finalizers.filter { $0 != "orphan" && $0 != "foregroundDeletion" }
        switch options.propagation ?? (kind == .job ? .orphan : nil) {
        case .orphan: finalizers.append("orphan")
        case .foreground: finalizers.append("foregroundDeletion")
        case .background: break
        case nil: finalizers = object.finalizers
        }
        object.setMetadata(
            "finalizers", finalizers.isEmpty ? .none : JSONValue.array(finalizers.map { .string($0) }))
        let grace = kind == .pod ? podGrace(previous, options.gracePeriod) : 0
        if previous.isBeingDeleted {
            let known = previous[path: "metadata", "deletionGracePeriodSeconds"]?.integer ?? 0
            guard grace < known else { return object }
        } else if kind.hasGeneration {
            let generation = previous[path: "metadata", "generation"]?.integer ?? 0
            object.setMetadata("generation", .integer(Int64(generation + 1)))
        }
        object.setMetadata(
            "deletionTimestamp", .string(Timestamp.string(now.addingTimeInterval(Double(grace)))))
        object.setMetadata("deletionGracePeriodSeconds", .integer(Int64(grace)))
        if kind == .namespace {
            object.setMetadata("deletionGracePeriodSeconds", nil)
            object["status"] = ["phase": "Terminating"]
        }
        return object
    }

    /// Whether nothing holds an object that is being deleted.
    static func isDue(_ kind: ResourceKind, _ object: JSONValue) -> Bool {
        guard object.isBeingDeleted, object.finalizers.isEmpty else { return false }
        if kind == .namespace { return object[path: "spec", "finalizers"]?.array?.isEmpty ?? true }
        return (object[path: "metadata", "deletionGracePeriodSeconds"]?.integer ?? 0) == 0
    }

    private static func podGrace(_ pod: JSONValue, _ asked: Int?) -> Int {
        let phase = pod[path: "status", "phase"]?.string
        if pod[path: "spec", "nodeName"]?.string == nil || phase == "Succeeded" || phase == "Failed" {
            return 0
        }
        return max(0, asked ?? pod[path: "spec", "terminationGracePeriodSeconds"]?.integer ?? 30)
    }
}
