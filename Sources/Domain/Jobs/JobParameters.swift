package import FoundationEssentials

/// What a job was asked for beyond its kind, and what it must know to go on in another worker's hands.
package struct JobParameters: Hashable, Sendable, Codable {
    /// Delete: the volumes and credentials stay and the store is archived.
    package var keepsData: Bool
    /// Rollback: the Helm revision to go back to; nil means the one before.
    package var revision: Int?
    /// Create and upgrade: seconds from the first claim until it's given up.
    package var timeoutSeconds: Int
    /// Create and upgrade: what is wanted of the store. A rollback learns it from the revision.
    package var spec: StoreSpec?
    /// Upgrade and rollback: what was wanted of the store before.
    package var previousSpec: StoreSpec?
    /// The store's phase when the job was accepted.
    package var previousPhase: StorePhase?
    /// Upgrade and rollback: the revision that was deployed when the work began, which is gone back to when
    /// it has to be undone and by whose number a rollback knows its own revision; noted before Helm runs, 0
    /// where none was.
    package var baseRevision: Int?
    /// Upgrade: why it's being undone, once that has begun.
    package var undoneBecause: JobFailure?
    /// Upgrade: the revision of its own whose setup was seen to have begun to change the database.
    package var migratedRevision: Int?
    /// A later deadline than the first claim's, where nobody worked on it for a while.
    package var extendedUntil: Date?

    package init(
        keepsData: Bool = false, revision: Int? = nil, timeoutSeconds: Int = 600, spec: StoreSpec? = nil,
        previousSpec: StoreSpec? = nil, previousPhase: StorePhase? = nil, baseRevision: Int? = nil,
        undoneBecause: JobFailure? = nil, migratedRevision: Int? = nil, extendedUntil: Date? = nil
    ) {
        self.keepsData = keepsData
        self.revision = revision
        self.timeoutSeconds = timeoutSeconds
        self.spec = spec
        self.previousSpec = previousSpec
        self.previousPhase = previousPhase
        self.baseRevision = baseRevision
        self.undoneBecause = undoneBecause
        self.migratedRevision = migratedRevision
        self.extendedUntil = extendedUntil
    }
}
