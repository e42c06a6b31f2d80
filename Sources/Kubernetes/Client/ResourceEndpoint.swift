/// Where the API serves a kind: its group ("" for the core), version, plural name and scope.
package struct ResourceEndpoint: Sendable, Hashable {
    package let group: String
    package let version: String
    package let plural: String
    package let kind: String
    package let namespaced: Bool

    package init(
        group: String = "", version: String = "v1", plural: String, kind: String, namespaced: Bool = true
    ) {
        self.group = group
        self.version = version
        self.plural = plural
        self.kind = kind
        self.namespaced = namespaced
    }

    /// "v1" or "apps/v1", as in an object's `apiVersion`.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// The path below the server's URL, such as "/apis/apps/v1/namespaces/shop/deployments/web/scale".
    /// Segments are percent-encoded; without a namespace it spans all of them.
    package func path(namespace: String? = nil, name: String? = nil, subresource: String? = nil) -> String {
        var segments = group.isEmpty ? ["api", version] : ["apis", group, version]
        if namespaced, let namespace { segments += ["namespaces", namespace] }
        segments.append(plural)
        if let name { segments.append(name) }
        if let subresource { segments.append(subresource) }
        return segments.map { "/" + PercentEncoding.encode($0) }.joined()
    }
}
