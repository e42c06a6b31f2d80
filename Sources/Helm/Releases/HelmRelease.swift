package import Foundation

/// A line of `helm list`: a release at its newest revision.
package struct HelmRelease: Sendable, Equatable, Decodable {
    package let name: String
    package let namespace: String
    package let revision: Int
    package let state: ReleaseState
    /// Chart name and version, such as `woocommerce-1.2.0`.
    package let chart: String
    package let appVersion: String
    package let updated: Date?

    private enum CodingKeys: String, CodingKey {
        case name, namespace, revision, updated, chart
        case state = "status"
        case appVersion = "app_version"
    }

    package init(
        name: String, namespace: String, revision: Int, state: ReleaseState, chart: String,
        appVersion: String = "", updated: Date? = nil
    ) {
        self.name = name
        self.namespace = namespace
        self.revision = revision
        self.state = state
        self.chart = chart
        self.appVersion = appVersion
        self.updated = updated
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        // `helm list` writes the revision as text.
        guard let revision = Int(try container.decode(String.self, forKey: .revision)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .revision, in: container, debugDescription: "not a number")
        }
        self.init(
            name: try container.decode(String.self, forKey: .name),
            namespace: try container.decode(String.self, forKey: .namespace),
            revision: revision,
            state: try container.decode(ReleaseState.self, forKey: .state),
            chart: try container.decode(String.self, forKey: .chart),
            appVersion: try container.decodeIfPresent(String.self, forKey: .appVersion) ?? "",
            updated: try container.decodeIfPresent(String.self, forKey: .updated).flatMap(HelmDate.read))
    }
}
