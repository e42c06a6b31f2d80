/// What `helm status`, `helm install` and `helm upgrade` say of one revision.
package struct HelmReleaseStatus: Sendable, Equatable, Decodable {
    package let name: String
    package let namespace: String
    package let revision: Int
    package let state: ReleaseState
    /// Helm's own words, for people.
    package let summary: String

    private enum CodingKeys: String, CodingKey {
        case name, namespace, info
        case revision = "version"
    }

    private struct Info: Decodable {
        let status: ReleaseState
        let description: String?
    }

    package init(name: String, namespace: String, revision: Int, state: ReleaseState, summary: String = "") {
        self.name = name
        self.namespace = namespace
        self.revision = revision
        self.state = state
        self.summary = summary
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let info = try container.decode(Info.self, forKey: .info)
        self.init(
            name: try container.decode(String.self, forKey: .name),
            namespace: try container.decode(String.self, forKey: .namespace),
            revision: try container.decode(Int.self, forKey: .revision),
            state: info.status,
            summary: info.description ?? "")
    }
}
