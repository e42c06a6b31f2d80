import Kubernetes
import Testing

@Suite("Contract: deletion", .timeLimit(.minutes(3)))
struct DeletionContract {
    private static let hold = "example.com/hold"

    @Test("a finalizer holds an object until it's taken off", arguments: Server.available)
    func finalizers(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a", finalizers: [Self.hold])
            let ending = try await sandbox.delete(.configMaps, "a")
            #expect(ending["kind"] == "ConfigMap" && ending.isEnding)
            #expect(try await sandbox.get(.configMaps, "a").isEnding)
            let late = try await sandbox.refusal {
                try await sandbox.patch(
                    .configMaps, "a", .merge(["metadata": ["finalizers": [.string(Self.hold), "x.io/2"]]]))
            }
            #expect(late.code == 422 && late.message.contains("no new finalizers can be added"))
            try await sandbox.patch(.configMaps, "a", .merge(["metadata": ["finalizers": nil]]))
            #expect(try await sandbox.lacks(.configMaps, "a"))
        }
    }

    @Test("a collection is deleted by its labels", arguments: Server.available)
    func collection(server: Server) async throws {
        try await server.run { sandbox in
            for (name, app) in [("a", "x"), ("b", "y"), ("c", "x")] {
                try await sandbox.configMap(name, labels: ["app": app])
            }
            try await sandbox.client.deleteCollection(
                .configMaps, in: sandbox.namespace, Selection(labels: "app=x"))
            #expect(try await sandbox.names(.configMaps, Selection(labels: Sandbox.mine)) == ["b"])
        }
    }

    @Test("background: the owner goes at once, what it owns after it", arguments: Server.available)
    func background(server: Server) async throws {
        try await server.run { sandbox in
            try await deployed(sandbox)
            try await sandbox.delete(.deployments, "web", DeleteOptions(propagation: .background))
            #expect(try await sandbox.lacks(.deployments, "web"))
            for kind in [ResourceEndpoint.replicaSets, .pods] {
                try await sandbox.until("\(kind.plural) gone", kind, Self.web) { $0.isEmpty }
            }
        }
    }

    @Test("foreground: the owner waits for what it owns", arguments: Server.available)
    func foreground(server: Server) async throws {
        try await server.run { sandbox in
            try await deployed(sandbox)
            let ending = try await sandbox.delete(
                .deployments, "web", DeleteOptions(propagation: .foreground))
            #expect(ending.isEnding)
            #expect(ending[path: "metadata", "finalizers"] == ["foregroundDeletion"])
            try await sandbox.untilGone(.deployments, "web")
            #expect(try await sandbox.names(.replicaSets, Self.web) == [])
            #expect(try await sandbox.names(.pods, Self.web) == [])
        }
    }

    @Test("orphan: what it owned stays, without an owner", arguments: Server.available)
    func orphan(server: Server) async throws {
        try await server.run { sandbox in
            try await deployed(sandbox)
            try await sandbox.delete(.deployments, "web", DeleteOptions(propagation: .orphan))
            try await sandbox.untilGone(.deployments, "web")
            let left = try await sandbox.client.list(
                .replicaSets, in: sandbox.namespace, ListOptions(Self.web))
            #expect(left.items.map(\.owners) == [[]] && left.items.allSatisfy { !$0.isEnding })
        }
    }

    @Test(
        "a namespace that ends takes nothing new, says what holds it up, and goes",
        arguments: Server.available)
    func namespace(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("held", finalizers: [Self.hold])
            try await sandbox.configMap("free")
            let name = sandbox.namespace
            let before = try await sandbox.get(.namespaces, name)
            #expect(before[path: "status", "phase"] == "Active")
            #expect(before[path: "spec", "finalizers"] == ["kubernetes"])
            let wrong = try await sandbox.refusal {
                try await sandbox.delete(
                    .namespaces, name, DeleteOptions(uid: "00000000-0000-0000-0000-000000000000"))
            }
            #expect(wrong.code == 409)

            let ending = try await sandbox.delete(.namespaces, name, DeleteOptions(uid: before.uid))
            #expect(ending.isEnding && ending[path: "status", "phase"] == "Terminating")
            let refused = try await sandbox.refusal { try await sandbox.configMap("late") }
            #expect(refused.code == 403 && refused.reason == "Forbidden")
            #expect(
                refused.message == #"configmaps "late" is forbidden: unable to create new content in "#
                    + "namespace \(name) because it is being terminated")
            #expect(refused.details?.causes?.first?.reason == "NamespaceTerminating")

            let stuck = try await sandbox.until("what holds it up", .namespaces, name) {
                $0.holds("NamespaceFinalizersRemaining") && $0.holds("NamespaceContentRemaining")
            }
            #expect(
                stuck.condition("NamespaceFinalizersRemaining")?["message"]?.string
                    == "Some content in the namespace has finalizers remaining: "
                    + "example.com/hold in 1 resource instances")
            #expect(
                stuck.condition("NamespaceContentRemaining")?["message"]?.string
                    == "Some resources are remaining: configmaps. has 1 resource instances")
            #expect(try await sandbox.names(.configMaps, Selection(labels: Sandbox.mine)) == ["held"])

            try await sandbox.patch(.configMaps, "held", .merge(["metadata": ["finalizers": nil]]))
            try await sandbox.untilGone(.namespaces, name, within: 90)
            #expect(try await sandbox.lacks(.namespaces, name))
        }
    }

    @Test("a namespace with pods goes with all that's in it", arguments: Server.available)
    func fullNamespace(server: Server) async throws {
        try await server.run { sandbox in
            try await deployed(sandbox)
            try await sandbox.delete(.namespaces, sandbox.namespace)
            try await sandbox.untilGone(.namespaces, sandbox.namespace, within: 90)
            #expect(try await sandbox.names(.pods, Selection()) == [])
        }
    }

    private static let web = Selection(labels: "app=web")

    /// A Deployment that has its pod.
    private func deployed(_ sandbox: Sandbox) async throws {
        try await sandbox.create(.deployments, json: Manifest.deployment("web"))
        try await sandbox.until("its pod", .pods, Self.web) { !$0.isEmpty }
    }
}
