import Kubernetes

/// What a list or watch selects: labels and fields.
struct ObjectFilter: Sendable {
    struct Field: Sendable, Hashable {
        let path: [String]
        let value: String
        let isEqual: Bool
    }

    var labels: LabelSelector
    var fields: [Field]

    init(labels: LabelSelector = .everything, fields: [Field] = []) {
        self.labels = labels
        self.fields = fields
    }

    init(_ request: APIRequest, _ kind: ResourceKind) throws(APIFailure) {
        labels = try LabelSelector(query: request["labelSelector"] ?? "")
        fields = []
        for term in (request["fieldSelector"] ?? "").split(separator: ",") {
            fields.append(try Self.field(term, kind))
        }
    }

    func matches(_ object: JSONValue) -> Bool {
        fields.allSatisfy { field in
            var value: JSONValue? = object
            for key in field.path { value = value?[key] }
            return (Self.text(value) == field.value) == field.isEqual
        } && (labels.isEmpty || labels.matches(object.labels))
    }

    private static func field(_ term: Substring, _ kind: ResourceKind) throws(APIFailure) -> Field {
        let isEqual = !term.contains("!=")
        let parts = term.split(separator: "=", omittingEmptySubsequences: false).map {
            $0.hasSuffix("!") ? $0.dropLast() : $0
        }.enumerated().filter { $0.offset == 0 || !$0.element.isEmpty }.map(\.element)
        guard let name = parts.first, term.contains("=") else {
            throw .badRequest("invalid selector: '\(term)'; can't understand '\(term)'")
        }
        guard
            name == "metadata.name" || name == "metadata.namespace" && kind.namespaced
                || supported[kind.plural]?.contains(String(name)) == true
        else {
            guard supported[kind.plural] == nil else {
                throw .badRequest("field label not supported: \(name)")
            }
            let known = kind.namespaced ? #""metadata.name", "metadata.namespace""# : #""metadata.name""#
            throw .badRequest("\"\(name)\" is not a known field selector: only \(known)")
        }
        return Field(
            path: name.split(separator: ".").map(String.init), value: parts.count > 1 ? String(parts[1]) : "",
            isEqual: isEqual)
    }

    private static func text(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .bool(let flag): String(flag)
        case .integer(let number): String(number)
        default: ""
        }
    }

    private static let supported: [String: Set<String>] = [
        "pods": [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
            "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName",
        ],
        "events": [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
            "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath",
            "reason", "reportingComponent", "source", "type",
        ],
        "secrets": ["type"], "namespaces": ["status.phase"], "nodes": ["spec.unschedulable"],
        "jobs": ["status.successful"], "replicasets": ["status.replicas"],
        "services": ["spec.clusterIP", "spec.type"],
        "replicationcontrollers": ["status.replicas"],
    ]
}
