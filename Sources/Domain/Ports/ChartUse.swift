/// Which copies of charts are still wanted.
package protocol ChartUse: Sendable {
    /// The digests of all charts, of any cluster, that a store is to have or that a job recorded for one was about,
    /// which are those of the revisions that can be gone back to and of the jobs that can be tried again.
    func chartDigestsInUse() async throws -> Set<String>
}
