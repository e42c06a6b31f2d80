import Kubernetes

enum Defaulting {
    static func fill(_ kind: ResourceKind, _ object: inout JSONValue) {}
}
