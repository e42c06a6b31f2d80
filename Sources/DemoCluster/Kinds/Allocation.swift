import Kubernetes

enum Allocation {
    static func fill(_ kind: ResourceKind, _ object: inout JSONValue, _ objects: ObjectTable) {}
}
