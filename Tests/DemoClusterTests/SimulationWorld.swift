import Foundation
import Kubernetes
import Testing

@testable import DemoCluster

/// A store and its simulation on a clock that is set by hand.
struct SimulationWorld {
    let clock: ManualSimulationClock
    let store: ObjectStore
    let simulation: Simulation

    init(namespace: String? = "shop", on old: SimulationWorld? = nil) async throws {
        let clock = old?.clock ?? ManualSimulationClock()
        self.clock = clock
        store = old?.store ?? ObjectStore(now: { clock.now }, admission: AdmissionChain.standard)
        simulation = Simulation(store: store, clock: clock)
        await simulation.settle()
        guard let namespace, old == nil else { return }
        try create(.namespace, #"{"metadata":{"name":"\#(namespace)"}}"#)
        await simulation.settle()
    }

    func pass(_ seconds: Double) async { await simulation.advance(clock, by: seconds) }

    @discardableResult
    func create(_ kind: ResourceKind, _ json: String, in namespace: String = "shop") throws -> JSONValue {
        try store.create(kind, namespace: kind.namespaced ? namespace : nil, JSONValue(parsing: json))
    }

    func get(_ kind: ResourceKind, _ name: String, in namespace: String = "shop") -> JSONValue? {
        store.get(ObjectKey(kind, namespace: namespace, name: name))
    }

    func list(_ kind: ResourceKind, in namespace: String = "shop") -> [JSONValue] {
        store.list(kind, namespace: namespace).sorted { $0.name < $1.name }
    }

    func delete(
        _ kind: ResourceKind, _ name: String, _ propagation: DeletionPropagation? = .background,
        in namespace: String = "shop"
    ) throws {
        try store.delete(
            ObjectKey(kind, namespace: namespace, name: name),
            options: DeletionOptions(propagation: propagation))
    }

    func update(_ kind: ResourceKind, _ name: String, _ body: (inout JSONValue) -> Void) throws {
        try store.mutate(ObjectKey(kind, namespace: "shop", name: name)) { (object) throws(APIFailure) in
            body(&object)
        }
    }

    /// The messages of the events about an object, by reason.
    func events(about name: String) -> [String: [String]] {
        let events = list(.event).filter { $0[path: "involvedObject", "name"]?.string == name }
        return Dictionary(grouping: events) { $0["reason"]?.string ?? "" }
            .mapValues { $0.compactMap { $0["message"]?.string } }
    }

    func waitingReason(_ pod: JSONValue) -> String? {
        pod[path: "status", "containerStatuses"]?.array?.first?[path: "state", "waiting", "reason"]?.string
    }

    static func deployment(
        _ name: String, image: String = "nginx:1", replicas: Int = 1, pod: String = "{}", extra: String = ""
    ) -> String {
        """
        {"metadata":{"name":"\(name)"},"spec":{"replicas":\(replicas),"selector":{"matchLabels":{"app":"\(name)"}},\(extra)
        "template":{"metadata":{"labels":{"app":"\(name)"},"annotations":\(pod)},
        "spec":{"containers":[{"name":"main","image":"\(image)"}]}}}}
        """
    }
}

extension JSONValue {
    func status(_ field: String) -> Int { self[path: "status", field]?.integer ?? 0 }
}
