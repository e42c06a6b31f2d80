/// Who writes: the name under which fields are owned in `metadata.managedFields`.
package struct FieldManager: Sendable, Hashable {
    package enum Operation: String, Sendable {
        case apply = "Apply"
        case update = "Update"
    }

    package let name: String
    package let operation: Operation
    package let subresource: String?

    package init(name: String, operation: Operation, subresource: String? = nil) {
        self.name = name
        self.operation = operation
        self.subresource = subresource
    }
}
