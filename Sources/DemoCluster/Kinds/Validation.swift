import Kubernetes

enum Validation {
    static func check(_ kind: ResourceKind, _ object: JSONValue, replacing previous: JSONValue?) throws(APIFailure) {}
}
