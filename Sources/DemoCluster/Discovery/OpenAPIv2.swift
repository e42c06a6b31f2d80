import Kubernetes

/// The older OpenAPI document, empty but valid: as JSON or, since some clients take nothing else, as the
/// protocol buffer of `gnostic.openapi.v2.Document`.
enum OpenAPIv2 {
    static func answer(_ accept: String) -> APIResponse {
        guard accept.contains("proto") else {
            return .document([
                "swagger": "2.0", "info": ["title": "Kubernetes", "version": "v1.34.0+demo"], "paths": [:],
                "definitions": [:],
            ])
        }
        return .bytes(
            document, contentType: "application/com.github.proto-openapi.spec.v2@v1.0+protobuf")
    }

    /// swagger = 1, info = 2 (title = 1, version = 2), paths = 8, definitions = 9.
    private static let document: [UInt8] =
        field(1, Array("2.0".utf8))
        + field(2, field(1, Array("Kubernetes".utf8)) + field(2, Array("v1.34.0+demo".utf8)))
        + field(8, []) + field(9, [])

    private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(bytes.count)] + bytes
    }
}
