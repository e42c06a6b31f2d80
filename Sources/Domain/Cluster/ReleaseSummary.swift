/// A revision of a store's release as far as its record's labels tell.
package struct ReleaseSummary: Hashable, Sendable {
    package var revision: Int
    package var state: RevisionState
    /// The job that made it; nil where it has no or somebody else's label. A rollback's revision names the job
    /// that made the revision gone back to.
    package var operation: JobID?

    package init(revision: Int, state: RevisionState, operation: JobID? = nil) {
        self.revision = revision
        self.state = state
        self.operation = operation
    }
}
