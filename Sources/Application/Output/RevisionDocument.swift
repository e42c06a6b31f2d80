internal import Domain
internal import Foundation

/// A revision of a release as JSON and YAML show it; the field names are those of the REST API.
package struct RevisionDocument: Codable, Sendable {
    var revision: Int
    var state: String
    var updatedAt: String?
    var chart: String
    var chartVersion: String
    var appVersion: String
    var description: String
    var job: String?

    enum CodingKeys: String, CodingKey {
        case revision, state
        case updatedAt = "updated_at"
        case chart
        case chartVersion = "chart_version"
        case appVersion = "app_version"
        case description, job
    }

    init(_ revision: ReleaseRevision) {
        self.revision = revision.revision
        state = revision.state.rawValue
        updatedAt = revision.updatedAt?.ISO8601Format()
        chart = revision.chart
        chartVersion = revision.chartVersion
        appVersion = revision.appVersion
        description = revision.description
        job = revision.operation?.description
    }
}
