/// How far a job is.
package enum JobState: String, Sendable, Codable, CaseIterable {
    case queued, running, succeeded, failed, cancelled

    /// Whether it still waits or works; a store has at most one such job.
    package var isActive: Bool { self == .queued || self == .running }
}
