import HTTPTypes
import Kubernetes

/// What the server says about itself: its version, its health and the kinds it serves.
struct Discovery: Sendable {
    /// The first component of every path, without slashes.
    let prefix: String

    static let version: JSONValue = [
        "major": "1", "minor": "34", "gitVersion": "v1.34.0+demo",
        "gitCommit": "0000000000000000000000000000000000000000", "gitTreeState": "clean",
        "buildDate": "2026-01-01T00:00:00Z", "goVersion": "go1.24", "compiler": "gc",
        "platform": "linux/amd64",
    ]

    /// A group and version with its resources, subresources and reviews included.
    struct GroupVersion: Sendable {
        let group: String
        let version: String
        var name: String { group.isEmpty ? version : "\(group)/\(version)" }
        var path: String { group.isEmpty ? "api/\(version)" : "apis/\(name)" }
        var kinds: [ResourceKind] { ResourceKind.all.filter { $0.group == group && $0.version == version } }
    }

    static let groups: [GroupVersion] = [
        GroupVersion(group: "apps", version: "v1"),
        GroupVersion(group: "authentication.k8s.io", version: "v1"),
        GroupVersion(group: "authorization.k8s.io", version: "v1"),
        GroupVersion(group: "autoscaling", version: "v2"), GroupVersion(group: "batch", version: "v1"),
        GroupVersion(group: "coordination.k8s.io", version: "v1"),
        GroupVersion(group: "discovery.k8s.io", version: "v1"),
        GroupVersion(group: "networking.k8s.io", version: "v1"),
        GroupVersion(group: "policy", version: "v1"),
        GroupVersion(group: "rbac.authorization.k8s.io", version: "v1"),
        GroupVersion(group: "scheduling.k8s.io", version: "v1"),
        GroupVersion(group: "storage.k8s.io", version: "v1"),
    ]
    static let core = GroupVersion(group: "", version: "v1")

    /// The answer to a path of discovery; nil where the path is another's.
    func answer(_ request: APIRequest) -> APIResponse? {
        guard request.method == .get || request.method == .head else { return nil }
        let aggregated = request.accept.contains("as=APIGroupDiscoveryList")
        switch request.path {
        case []:
            return .document(["paths": ["/api", "/api/v1", "/apis", "/healthz", "/openapi/v3", "/version"]])
        case ["version"]: return .document(Self.version)
        case ["healthz"], ["readyz"], ["livez"]: return .text("ok")
        case ["api"] where aggregated: return AggregatedDiscovery.answer([Self.core], request.accept)
        case ["apis"] where aggregated: return AggregatedDiscovery.answer(Self.groups, request.accept)
        case ["api"]:
            return .document([
                "kind": "APIVersions", "versions": ["v1"],
                "serverAddressByClientCIDRs": [["clientCIDR": "0.0.0.0/0", "serverAddress": "127.0.0.1"]],
            ])
        case ["apis"]:
            return .document([
                "kind": "APIGroupList", "apiVersion": "v1", "groups": .array(Self.groups.map(Self.group)),
            ])
        case ["openapi", "v2"]:
            return OpenAPIv2.answer(request.accept)
        case ["openapi", "v3"]: return .document(OpenAPIv3.index(prefix: prefix))
        default: return part(request)
        }
    }

    /// The kind of the reviews that a path names.
    static func reviewKind(_ plural: String) -> String? {
        ["SelfSubjectAccessReview", "SelfSubjectRulesReview", "SelfSubjectReview"].first {
            $0.lowercased() + "s" == plural
        }
    }

    private func part(_ request: APIRequest) -> APIResponse? {
        let path = request.path.joined(separator: "/")
        let all = [Self.core] + Self.groups
        if request.path.count == 2, path.hasPrefix("apis/") {
            guard let group = Self.groups.first(where: { path == "apis/\($0.group)" }) else { return nil }
            return .document(Self.group(group))
        }
        if let version = all.first(where: { $0.path == path }) { return .document(Self.resources(version)) }
        if let version = all.first(where: { "openapi/v3/\($0.path)" == path }) {
            return .document(OpenAPIv3.document(version))
        }
        return nil
    }

    private static func group(_ group: GroupVersion) -> JSONValue {
        let version: JSONValue = ["groupVersion": .string(group.name), "version": .string(group.version)]
        return [
            "kind": "APIGroup", "apiVersion": "v1", "name": .string(group.group), "versions": [version],
            "preferredVersion": version,
        ]
    }

    private static func resources(_ version: GroupVersion) -> JSONValue {
        var resources: [JSONValue] = []
        for resource in APIResource.all(version) {
            var entry: JSONValue = [
                "name": .string(resource.name), "singularName": .string(resource.singular),
                "namespaced": .bool(resource.namespaced), "kind": .string(resource.kind),
                "verbs": .array(resource.verbs.map { .string($0) }),
            ]
            if !resource.shortNames.isEmpty {
                entry["shortNames"] = .array(resource.shortNames.map { .string($0) })
            }
            if !resource.categories.isEmpty {
                entry["categories"] = .array(resource.categories.map { .string($0) })
            }
            if let other = resource.otherGroupVersion {
                entry["group"] = .string(other.group)
                entry["version"] = .string(other.version)
            }
            resources.append(entry)
        }
        return [
            "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(version.name),
            "resources": .array(resources),
        ]
    }
}
