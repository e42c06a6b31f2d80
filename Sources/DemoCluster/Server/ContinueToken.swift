import Foundation
import Kubernetes

/// Where a list that was answered in parts goes on.
struct ContinueToken {
    let resourceVersion: UInt64
    let namespace: String
    let name: String

    init(resourceVersion: UInt64, namespace: String, name: String) {
        self.resourceVersion = resourceVersion
        self.namespace = namespace
        self.name = name
    }

    /// Reads a token; one from a version before `oldest` is refused with 410.
    init(_ text: String, notBefore oldest: UInt64) throws(APIFailure) {
        guard let data = Data(base64Encoded: text), let value = try? JSONValue(parsing: data),
            let version = value["rv"]?.integer, let place = value["start"]?.string
        else { throw .badRequest("continue key is not valid") }
        guard UInt64(version) >= oldest else {
            throw .expired(
                "The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter."
            )
        }
        let parts = place.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        resourceVersion = UInt64(version)
        namespace = parts.count == 2 ? String(parts[0]) : ""
        name = String(parts.last ?? "")
    }

    var text: String {
        let value: JSONValue = [
            "v": "meta.k8s.io/v1", "rv": .integer(Int64(resourceVersion)),
            "start": .string("\(namespace)/\(name)"),
        ]
        return Data(value.encoded()).base64EncodedString()
    }
}
