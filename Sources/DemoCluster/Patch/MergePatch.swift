import Kubernetes

/// A JSON merge patch (RFC 7386): members replace, null removes, lists are taken whole.
enum MergePatch {
    static func apply(_ patch: JSONValue, to target: JSONValue) -> JSONValue {
        guard let members = patch.object else { return patch }
        var result = target.object ?? [:]
        for (key, value) in members {
            if value == .null {
                result.removeValue(forKey: key)
            } else {
                result[key] = apply(value, to: result[key] ?? .object([:]))
            }
        }
        return .object(result)
    }
}
