import Kubernetes

/// The rules of each kind that users run into, with the server's own words.
struct Validation {
    typealias Cause = APIFailure.Cause

    private(set) var causes: [Cause] = []

    /// Checks an object that is about to be stored; 422 with every cause if it breaks a rule.
    static func check(
        _ kind: ResourceKind, _ object: JSONValue, replacing previous: JSONValue?
    ) throws(APIFailure) {
        var validation = Validation()
        if previous?["metadata"] != object["metadata"] { validation.checkMetadata(kind, object) }
        if previous == nil || previous?["spec"] != object["spec"] || previous?["data"] != object["data"] {
            validation.checkContent(kind, object, isNew: previous == nil)
        }
        if let previous {
            validation.checkFinalizers(object, previous)
            validation.checkChange(kind, object, from: previous)
        }
        guard validation.causes.isEmpty else { throw .invalid(kind, object.name, validation.causes) }
    }

    mutating func required(_ field: String, _ why: String = "") {
        add("FieldValueRequired", why.isEmpty ? "Required value" : "Required value: \(why)", field)
    }

    mutating func invalid(_ field: String, _ value: JSONValue?, _ why: String) {
        add("FieldValueInvalid", "Invalid value: \(value.map { "\($0)" } ?? "null"): \(why)", field)
    }

    mutating func forbidden(_ field: String, _ why: String) {
        add("FieldValueForbidden", "Forbidden: \(why)", field)
    }

    mutating func duplicate(_ field: String, _ value: JSONValue) {
        add("FieldValueDuplicate", "Duplicate value: \(value)", field)
    }

    mutating func notFound(_ field: String, _ value: JSONValue) {
        add("FieldValueNotFound", "Not found: \(value)", field)
    }

    mutating func unsupported(_ field: String, _ value: JSONValue, _ allowed: [String]) {
        let list = allowed.map { "\"\($0)\"" }.joined(separator: ", ")
        add("FieldValueNotSupported", "Unsupported value: \(value): supported values: \(list)", field)
    }

    mutating func immutable(_ field: String, _ value: JSONValue?) {
        invalid(field, value, "field is immutable")
    }

    private mutating func add(_ reason: String, _ message: String, _ field: String) {
        causes.append(Cause(reason: reason, message: message, field: field))
    }

    private mutating func checkMetadata(_ kind: ResourceKind, _ object: JSONValue) {
        let name = object.name
        let problem: String? =
            switch kind {
            case .namespace: NameRules.labelProblem(name)
            case .service: NameRules.serviceNameProblem(name)
            case .role, .roleBinding, .clusterRole, .clusterRoleBinding: NameRules.pathSegmentProblem(name)
            case .cronJob where name.utf8.count > 52: "must be no more than 52 characters"
            default: NameRules.subdomainProblem(name)
            }
        if let problem { invalid("metadata.name", .string(name), problem) }
        checkLabels(object[path: "metadata", "labels"], "metadata.labels")
        for key in object.annotations.keys {
            if let problem = NameRules.labelKeyProblem(key.lowercased()) {
                invalid("metadata.annotations", .string(key), problem)
            }
        }
    }

    mutating func checkLabels(_ labels: JSONValue?, _ field: String) {
        for (key, value) in labels?.object ?? [:] {
            if let problem = NameRules.labelKeyProblem(key) { invalid(field, .string(key), problem) }
            guard let text = value.string else {
                invalid(field, value, "must be a string")
                continue
            }
            if let problem = NameRules.labelValueProblem(text) { invalid(field, value, problem) }
        }
    }

    private mutating func checkContent(_ kind: ResourceKind, _ object: JSONValue, isNew: Bool) {
        let spec = object["spec"] ?? .null
        switch kind {
        case .pod: checkPod(spec, "spec")
        case .deployment, .replicaSet, .statefulSet, .daemonSet:
            checkWorkload(kind, spec)
        case .job: checkTemplate(spec["template"] ?? .null, "spec.template", restart: ["OnFailure", "Never"])
        case .cronJob:
            if spec["schedule"]?.string?.isEmpty ?? true { required("spec.schedule") }
            let template = spec[path: "jobTemplate", "spec", "template"] ?? .null
            checkTemplate(template, "spec.jobTemplate.spec.template", restart: ["OnFailure", "Never"])
        case .service: checkService(spec)
        case .ingress: checkIngress(spec)
        case .persistentVolumeClaim:
            if spec["accessModes"]?.array?.isEmpty ?? true {
                required("spec.accessModes", "at least 1 access mode is required")
            }
            if spec[path: "resources", "requests", "storage"] == nil { required("spec.resources[storage]") }
        case .secret, .configMap:
            for key in (object["data"]?.object ?? [:]).keys where !Self.isDataKey(key) {
                invalid(
                    "data[\(key)]", .string(key),
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'")
            }
        default: break
        }
    }

    private static func isDataKey(_ key: String) -> Bool {
        !key.isEmpty && key.utf8.count <= 253
            && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    }
}
