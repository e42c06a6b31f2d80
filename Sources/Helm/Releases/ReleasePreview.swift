/// A release as `helm upgrade --dry-run` would make it.
package struct ReleasePreview: Sendable, Equatable, Decodable {
    package let revision: Int
    package let manifest: String

    private enum CodingKeys: String, CodingKey {
        case manifest
        case revision = "version"
    }
}
