import Kubernetes
import Testing

@Suite("Contract: discovery", .timeLimit(.minutes(2)))
struct DiscoveryContract {
    @Test("serves the groups that stores need, with their scope and verbs", arguments: Server.available)
    func groups(server: Server) async throws {
        try await server.run { sandbox in
            for endpoint: ResourceEndpoint in [
                .namespaces, .pods, .services, .secrets, .configMaps, .events, .serviceAccounts, .limitRanges,
                .resourceQuotas, .persistentVolumeClaims, .deployments, .replicaSets, .statefulSets, .jobs,
                .ingresses, .networkPolicies, .storageClasses, .leases,
            ] {
                let served = try await sandbox.client.resources(
                    group: endpoint.group, version: endpoint.version)
                let resource = try #require(served.first { $0.name == endpoint.plural }, "\(endpoint)")
                #expect(resource.kind == endpoint.kind && resource.namespaced == endpoint.namespaced)
                let verbs: Set = ["create", "delete", "get", "list", "patch", "update", "watch"]
                #expect(verbs.isSubset(of: resource.verbs), "\(endpoint)")
                // Services learnt it in 1.23; namespaces can't be deleted together at all.
                guard endpoint != .services else { continue }
                #expect(
                    resource.verbs.contains("deletecollection") == (endpoint != .namespaces), "\(endpoint)")
            }
        }
    }

    @Test("lists subresources beside their kinds", arguments: Server.available)
    func subresources(server: Server) async throws {
        try await server.run { sandbox in
            let core = try await sandbox.client.resources(group: "", version: "v1").map(\.name)
            #expect(Set(["pods/log", "pods/status", "namespaces/finalize"]).isSubset(of: core))
            let apps = try await sandbox.client.resources(group: "apps", version: "v1").map(\.name)
            #expect(
                Set(["deployments/scale", "deployments/status", "statefulsets/scale"]).isSubset(of: apps))
        }
    }

    @Test("names every group with its preferred version", arguments: Server.available)
    func groupList(server: Server) async throws {
        try await server.run { sandbox in
            let list = try JSONValue(parsing: try await sandbox.client.raw("GET", "/apis").body)
            #expect(list["kind"] == "APIGroupList")
            let preferred = list["groups"]?.array?.compactMap {
                $0[path: "preferredVersion", "groupVersion"]?.string
            }
            #expect(
                Set(["apps/v1", "batch/v1", "networking.k8s.io/v1"]).isSubset(of: preferred ?? []))
            let apps = try JSONValue(parsing: try await sandbox.client.raw("GET", "/apis/apps").body)
            #expect(apps["kind"] == "APIGroup" && apps["name"] == "apps")
        }
    }

    @Test(
        "answers 404 for what it doesn't serve", arguments: Server.available,
        ["/apis/no.such.group/v1", "/apis/apps/v99", "/api/v1/unicorns", "/nothing/here"])
    func unknown(server: Server, path: String) async throws {
        try await server.run { sandbox in
            let answer = try await sandbox.client.raw("GET", path)
            #expect(answer.status == 404)
        }
    }

    @Test("says its version and that it's well", arguments: Server.available)
    func version(server: Server) async throws {
        try await server.run { sandbox in
            let version = try await sandbox.client.serverVersion()
            #expect(version.major == "1" && version.minorNumber >= 20)
            #expect(version.gitVersion.hasPrefix("v1.\(version.minorNumber)"))
            try await sandbox.client.readyz()
            #expect(try await sandbox.client.raw("GET", "/healthz", accept: "*/*").body == Array("ok".utf8))
        }
    }
}
