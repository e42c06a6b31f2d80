import Kubernetes

/// All groups, versions and resources in one document (`apidiscovery.k8s.io`).
enum AggregatedDiscovery {
    static func answer(_ versions: [Discovery.GroupVersion], _ accept: String) -> APIResponse {
        let version =
            accept.contains("v=v2;") || accept.contains("v=v2,") || !accept.contains("v=v2beta1")
            ? "v2" : "v2beta1"
        let document: JSONValue = [
            "kind": "APIGroupDiscoveryList", "apiVersion": .string("apidiscovery.k8s.io/\(version)"),
            "metadata": [:], "items": .array(versions.map(group)),
        ]
        return .bytes(
            document.encoded(),
            contentType: "application/json;g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList")
    }

    private static func group(_ version: Discovery.GroupVersion) -> JSONValue {
        var metadata: JSONValue = ["creationTimestamp": .null]
        if !version.group.isEmpty { metadata["name"] = .string(version.group) }
        return [
            "metadata": metadata,
            "versions": [
                [
                    "version": .string(version.version), "resources": .array(resources(version)),
                    "freshness": "Current",
                ]
            ],
        ]
    }

    private static func resources(_ version: Discovery.GroupVersion) -> [JSONValue] {
        let all = APIResource.all(version)
        return all.filter { !$0.name.contains("/") }.map { resource in
            var entry: JSONValue = [
                "resource": .string(resource.name), "singularResource": .string(resource.singular),
                "scope": resource.namespaced ? "Namespaced" : "Cluster",
                "responseKind": kind(resource, version), "verbs": strings(resource.verbs),
            ]
            if !resource.shortNames.isEmpty { entry["shortNames"] = strings(resource.shortNames) }
            if !resource.categories.isEmpty { entry["categories"] = strings(resource.categories) }
            let parts = all.filter { $0.name.hasPrefix(resource.name + "/") }
            if !parts.isEmpty {
                entry["subresources"] = .array(
                    parts.map { part in
                        [
                            "subresource": .string(String(part.name.dropFirst(resource.name.count + 1))),
                            "responseKind": kind(part, version), "verbs": strings(part.verbs),
                        ]
                    })
            }
            return entry
        }
    }

    private static func kind(_ resource: APIResource, _ version: Discovery.GroupVersion) -> JSONValue {
        let owner = resource.otherGroupVersion ?? version
        return [
            "group": .string(owner.group), "version": .string(owner.version), "kind": .string(resource.kind),
        ]
    }

    private static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
