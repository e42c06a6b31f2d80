package import FoundationEssentials

/// A line of a release's history.
package struct ReleaseRevision: Hashable, Sendable, Identifiable {
    package var revision: Int
    package var state: RevisionState
    package var updatedAt: Date?
    /// The chart's name, such as `woocommerce`, and its version.
    package var chart: String
    package var chartVersion: String
    package var appVersion: String
    /// Helm's own words, for people.
    package var description: String
    /// The job that made it; nil where somebody else did. A rollback's revision names the job that made the
    /// revision gone back to.
    package var operation: JobID?

    package var id: Int { revision }

    package init(
        revision: Int, state: RevisionState, updatedAt: Date? = nil, chart: String = "",
        chartVersion: String = "", appVersion: String = "", description: String = "", operation: JobID? = nil
    ) {
        self.revision = revision
        self.state = state
        self.updatedAt = updatedAt
        self.chart = chart
        self.chartVersion = chartVersion
        self.appVersion = appVersion
        self.description = description
        self.operation = operation
    }
}
