/// Who did what, in a record that is only ever added to.
package protocol AuditTrail: Sendable {
    /// The newest entries, newest first; of one cluster or store where they're given. What befell all records
    /// is of every cluster.
    func audit(cluster: String?, store: String?, limit: Int) async throws -> [AuditEntry]
    /// Adds what was done outside of any job.
    func record(_ entry: AuditEntry) async throws
}
