package import Foundation

/// A line of `helm history`.
package struct HelmRevision: Sendable, Equatable, Decodable {
    package let revision: Int
    package let state: ReleaseState
    /// Chart name and version, such as `woocommerce-1.2.0`.
    package let chart: String
    package let appVersion: String
    /// Helm's own words, for people.
    package let summary: String
    package let updated: Date?

    private enum CodingKeys: String, CodingKey {
        case revision, updated, chart
        case state = "status"
        case appVersion = "app_version"
        case summary = "description"
    }

    package init(
        revision: Int, state: ReleaseState, chart: String, appVersion: String = "", summary: String = "",
        updated: Date? = nil
    ) {
        self.revision = revision
        self.state = state
        self.chart = chart
        self.appVersion = appVersion
        self.summary = summary
        self.updated = updated
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            revision: try container.decode(Int.self, forKey: .revision),
            state: try container.decode(ReleaseState.self, forKey: .state),
            chart: try container.decode(String.self, forKey: .chart),
            appVersion: try container.decodeIfPresent(String.self, forKey: .appVersion) ?? "",
            summary: try container.decodeIfPresent(String.self, forKey: .summary) ?? "",
            updated: try container.decodeIfPresent(String.self, forKey: .updated).flatMap(HelmDate.read))
    }
}

/// Helm's RFC 3339 dates, whose fractions have up to nine digits.
enum HelmDate {
    static func read(_ text: String) -> Date? {
        guard let dot = text.firstIndex(of: ".") else { return try? Date(text, strategy: .iso8601) }
        let fraction = text[text.index(after: dot)...].prefix { $0.isASCII && $0.isNumber }
        let whole = text[..<dot] + text[fraction.endIndex...]
        guard let date = try? Date(String(whole), strategy: .iso8601) else { return nil }
        return date.addingTimeInterval(Double("0.\(fraction)") ?? 0)
    }
}
