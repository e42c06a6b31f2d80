extension ObjectStore {
    /// How a write is to be done.
    package struct WriteOptions: Sendable {
        /// Whose fields the write makes them; nil leaves `metadata.managedFields` alone (controllers).
        package var manager: FieldManager?
        /// Checks and answers as if the write were done, and stores nothing.
        package var dryRun = false

        package init(manager: FieldManager? = nil, dryRun: Bool = false) {
            self.manager = manager
            self.dryRun = dryRun
        }
    }
}

/// What becomes of the objects that an object owns when it is deleted.
package enum DeletionPropagation: String, Sendable {
    case orphan = "Orphan"
    case background = "Background"
    case foreground = "Foreground"
}

/// How an object is to be deleted.
package struct DeletionOptions: Sendable {
    /// Only if the object has this uid, or this resourceVersion.
    package var uid: String?
    package var resourceVersion: String?
    /// nil: the default of the kind (Orphan for Jobs, else Background).
    package var propagation: DeletionPropagation?
    /// In seconds; nil: the pod's own. It matters for pods only.
    package var gracePeriod: Int?
    package var dryRun = false

    package init(
        uid: String? = nil, resourceVersion: String? = nil, propagation: DeletionPropagation? = nil,
        gracePeriod: Int? = nil, dryRun: Bool = false
    ) {
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.propagation = propagation
        self.gracePeriod = gracePeriod
        self.dryRun = dryRun
    }
}
