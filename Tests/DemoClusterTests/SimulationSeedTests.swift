import Foundation
import Kubernetes
import Testing

@testable import DemoCluster

@Suite("Seeded stores")
struct SimulationSeedTests {
    static func template() throws -> StoreTemplate {
        let deployment = SimulationWorld.deployment(
            "model-store-wordpress", image: "wordpress:7.1.0-php8.3-apache")
        let objects = [
            #"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"store-model-store","labels":{"urumi.dev/store":"STORE-ID"}}}"#,
            #"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"model-store-login"},"data":{"password":"eA=="}}"#,
            #"{"apiVersion":"apps/v1","kind":"Deployment",\#(deployment.dropFirst())"#,
            #"{"apiVersion":"apps/v1","kind":"StatefulSet",\#(SimulationWorkloadTests.database(replicas: 1).dropFirst())"#,
            #"{"apiVersion":"v1","kind":"Service","metadata":{"name":"model-store"},"spec":{"selector":{"app":"db"},"ports":[{"port":3306}]}}"#,
        ]
        return StoreTemplate(
            name: "model-store", namespace: "store-model-store", id: "STORE-ID",
            objects: try objects.map { try JSONValue(parsing: $0) }, manifest: "# of model-store\n",
            chart: ["name": "shop", "version": "1.0.0", "apiVersion": "v2"])
    }

    @Test("seeded stores are what an installation would have made, so the simulation leaves them alone")
    func settled() async throws {
        let clock = ManualSimulationClock()
        let store = ObjectStore(now: { clock.now }, admission: AdmissionChain.standard)
        let simulation = Simulation(store: store, clock: clock)
        await simulation.advance(clock, by: 60)
        let stores = try await DemoWorld.seed(
            count: 12, template: Self.template(), into: store, now: clock.now)
        #expect(Set(stores.map(\.name)).count == 12)
        #expect(Set(stores.map(\.condition)) == [.ready, .crashLooping, .pending, .imageMissing])
        let ready = stores.filter { $0.condition == .ready }
        for seeded in ready {
            #expect(store.list(.deployment, namespace: seeded.namespace).first?.status("readyReplicas") == 1)
            #expect(
                store.list(.pod, namespace: seeded.namespace).allSatisfy {
                    $0.name.hasPrefix(seeded.name) || $0.name == "db-0"
                })
            let release = store.get(
                ObjectKey(.secret, namespace: seeded.namespace, name: "sh.helm.release.v1.\(seeded.name).v1"))
            let inner = release?[path: "data", "release"]?.string.flatMap { Data(base64Encoded: $0) }
            let text =
                inner.flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) } ?? ""
            #expect(try JSONValue(parsing: text)["manifest"]?.string == "# of \(seeded.name)\n")
        }
        let uids = store.list(.pod).map(\.uid)
        #expect(Set(uids).count == uids.count)
        await simulation.advance(clock, by: 1)
        var changed: [String] = []
        for seeded in ready {
            for kind in ResourceKind.allNamespaced where kind != .event {
                for object in store.list(kind, namespace: seeded.namespace)
                where object.resourceVersion > stamped(stores, store) {
                    changed.append("\(kind) \(object.name)")
                }
            }
        }
        #expect(changed.isEmpty)
        #expect(store.list(.pod, namespace: ready[0].namespace).count == 2)
        await simulation.advance(clock, by: 600)
        let crashing = try #require(stores.first { $0.condition == .crashLooping })
        let reasons = store.list(.pod, namespace: crashing.namespace).compactMap { pod in
            pod[path: "status", "containerStatuses"]?.array?.first?[
                path: "lastState", "terminated", "reason"]?.string
        }
        #expect(reasons == ["Error"])
    }

    @Test("names of shops don't come twice")
    func names() {
        #expect(Set((0..<3000).map(StoreNames.name)).count == 3000)
    }

    /// The version of the last object that was seeded.
    private func stamped(_ stores: [SeededStore], _ store: ObjectStore) -> UInt64 {
        guard let last = stores.last else { return 0 }
        return store.get(
            ObjectKey(.secret, namespace: last.namespace, name: "sh.helm.release.v1.\(last.name).v1"))?
            .resourceVersion ?? 0
    }
}
