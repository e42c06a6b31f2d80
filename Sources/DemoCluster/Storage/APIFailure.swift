package import Kubernetes

/// A refusal as the API server words it: an HTTP status code, a machine-readable reason and a message,
/// sent to clients as a `metav1.Status`.
package struct APIFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package let code: Int
    package let reason: String
    package let message: String
    package let details: JSONValue?

    package init(code: Int, reason: String, message: String, details: JSONValue? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
    }

    package var description: String { "\(code) \(reason): \(message)" }

    /// The `metav1.Status` document of this refusal.
    package var status: JSONValue {
        var status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
            "message": .string(message), "reason": .string(reason), "code": .integer(Int64(code)),
        ]
        if let details { status["details"] = details }
        return status
    }
}

extension APIFailure {
    /// One thing wrong with one field, as in `status.details.causes`.
    package struct Cause: Sendable, Hashable {
        /// Such as `FieldValueRequired`, `FieldValueInvalid`, `FieldValueForbidden`.
        package let reason: String
        package let message: String
        package let field: String

        package init(reason: String, message: String, field: String) {
            self.reason = reason
            self.message = message
            self.field = field
        }
    }

    package static func notFound(_ kind: ResourceKind, _ name: String) -> APIFailure {
        APIFailure(
            code: 404, reason: "NotFound", message: "\(kind.resourceName) \"\(name)\" not found",
            details: details(kind, name))
    }

    package static func alreadyExists(_ kind: ResourceKind, _ name: String) -> APIFailure {
        APIFailure(
            code: 409, reason: "AlreadyExists", message: "\(kind.resourceName) \"\(name)\" already exists",
            details: details(kind, name))
    }

    package static func conflict(
        _ kind: ResourceKind, _ name: String,
        _ why: String =
            "the object has been modified; please apply your changes to the latest version and try again"
    ) -> APIFailure {
        APIFailure(
            code: 409, reason: "Conflict",
            message: "Operation cannot be fulfilled on \(kind.resourceName) \"\(name)\": \(why)",
            details: details(kind, name))
    }

    package static func forbidden(
        _ kind: ResourceKind, _ name: String, _ why: String, causes: [Cause] = []
    ) -> APIFailure {
        APIFailure(
            code: 403, reason: "Forbidden",
            message: "\(kind.resourceName) \"\(name)\" is forbidden: \(why)",
            details: details(kind, name, causes: causes))
    }

    /// An object that breaks the rules of its kind; `causes` name the fields.
    package static func invalid(_ kind: ResourceKind, _ name: String, _ causes: [Cause]) -> APIFailure {
        let texts = causes.map { "\($0.field): \($0.message)" }
        let list = texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
        return APIFailure(
            code: 422, reason: "Invalid",
            message:
                "\(kind.kind)\(kind.group.isEmpty ? "" : ".\(kind.group)") \"\(name)\" is invalid: \(list)",
            details: details(kind, name, causes: causes, byKind: true))
    }

    /// A watch or a continued list from a version that is no longer kept.
    package static func expired(_ message: String) -> APIFailure {
        APIFailure(code: 410, reason: "Expired", message: message)
    }

    package static func badRequest(_ message: String) -> APIFailure {
        APIFailure(code: 400, reason: "BadRequest", message: message)
    }

    package static func details(
        _ kind: ResourceKind, _ name: String, causes: [Cause] = [], byKind: Bool = false
    ) -> JSONValue {
        var details: JSONValue = [
            "name": .string(name), "kind": .string(byKind ? kind.kind : kind.plural),
        ]
        if !kind.group.isEmpty { details["group"] = .string(kind.group) }
        if !causes.isEmpty {
            details["causes"] = .array(
                causes.map {
                    [
                        "reason": .string($0.reason), "message": .string($0.message),
                        "field": .string($0.field),
                    ]
                })
        }
        return details
    }
}
