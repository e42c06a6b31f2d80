import Foundation
import Kubernetes

/// One store that has been through the simulation, cut into stencils: what the controllers made of the
/// template, so that stores stamped from it are as if they had been installed.
struct ModelStore: Sendable {
    /// What is filled in for each store; the gap's number is the case's place in `gaps`.
    private enum Gap: Sendable {
        case name, namespace, id
        case uid(Int)
        case podAddress(uid: Int)
        case serviceAddress(Int)
        case time(offset: Double)
        /// The revision of the StatefulSet at this place among the objects.
        case revision(object: Int)
    }

    private let gaps: [Gap]
    private let objects: [(kind: ResourceKind, stencil: Stencil)]
    private let release: Stencil
    private let template: StoreTemplate
    private let revisions: [(gap: Int, stencil: Stencil, prefix: [Stencil.Piece])]
    /// How long the store took to get where it is, in seconds.
    let length: Double

    /// Plays the template, and `trouble` with it once it's ready, on a clock of its own.
    static func play(
        _ template: StoreTemplate, trouble: SeededStore.Condition
    ) async throws(APIFailure) -> ModelStore {
        let start = Date(timeIntervalSince1970: 1_700_000_000)
        let clock = ManualSimulationClock(start)
        let store = ObjectStore(now: { clock.now }, admission: AdmissionChain.standard)
        let simulation = Simulation(store: store, clock: clock)
        await simulation.settle()
        let own = Set(store.list(.persistentVolume).map(\.uid))
        for object in template.objects {
            guard
                let kind = ResourceKind.named(
                    object["kind"]?.string ?? "", apiVersion: object["apiVersion"]?.string ?? "")
            else { continue }
            var object = object
            object.setMetadata("namespace", kind.namespaced ? .string(template.namespace) : nil)
            if object.label("app.kubernetes.io/managed-by") == "Helm" {
                object.setAnnotation("meta.helm.sh/release-name", template.name)
                object.setAnnotation("meta.helm.sh/release-namespace", template.namespace)
            }
            // A thousand stores' cron jobs would all start in the same second, every few minutes.
            if kind == .cronJob { object["spec"]?["suspend"] = true }
            try store.create(kind, namespace: kind.namespaced ? template.namespace : nil, object)
            if kind == .namespace { await simulation.settle() }
        }
        await simulation.advance(clock, by: 120)
        if trouble != .ready,
            let victim = store.list(.deployment, namespace: template.namespace).min(by: { $0.name < $1.name })
        {
            try await cause(trouble, victim, store, simulation)
            await simulation.advance(clock, by: 1500)
        }
        return ModelStore(template, store, start: start, end: clock.now, foreign: own)
    }

    private static func cause(
        _ trouble: SeededStore.Condition, _ victim: JSONValue, _ store: ObjectStore, _ simulation: Simulation
    ) async throws(APIFailure) {
        if trouble == .crashLooping {
            for pod in store.list(.pod, namespace: victim.namespace)
            where pod.name.hasPrefix(victim.name) && !PodTemplate.isOver(pod) {
                try await simulation.inject(.crashLoopBackOff, into: ObjectKey(.pod, pod))
            }
            return
        }
        try store.mutate(ObjectKey(.deployment, victim)) { (object) throws(APIFailure) in
            if trouble == .pending {
                object["spec"]?["template"]?["spec"]?["nodeSelector"] = ["disktype": "ssd"]
            } else if var first = object[path: "spec", "template", "spec", "containers"]?.array?.first {
                let rest = object[path: "spec", "template", "spec", "containers"]?.array?.dropFirst() ?? []
                first["image"] = "registry.example.com/shop/theme:missing"
                object["spec"]?["template"]?["spec"]?["containers"] = .array([first] + rest)
            }
        }
    }

    private init(
        _ template: StoreTemplate, _ store: ObjectStore, start: Date, end: Date, foreign: Set<String>
    ) {
        self.template = template
        length = end.timeIntervalSince(start)
        var found: [(kind: ResourceKind, object: JSONValue)] = []
        if let namespace = store.get(ObjectKey(.namespace, namespace: nil, name: template.namespace)) {
            found.append((.namespace, namespace))
        }
        for kind in ResourceKind.allNamespaced where kind != .event {
            found += store.list(kind, namespace: template.namespace).sorted { $0.name < $1.name }.map {
                (kind, $0)
            }
        }
        found += store.list(.persistentVolume).filter { !foreign.contains($0.uid) }.map {
            (.persistentVolume, $0)
        }
        var gaps: [Gap] = [.name, .namespace, .id]
        var placeholders = [(template.name, 0), (template.namespace, 1), (template.id, 2)].map {
            (text: $0.0, gap: $0.1)
        }
        func add(_ text: String, _ gap: Gap) {
            guard !text.isEmpty, !placeholders.contains(where: { $0.text == text }) else { return }
            placeholders.append((text, gaps.count))
            gaps.append(gap)
        }
        for (index, entry) in found.enumerated() {
            add(entry.object.uid, .uid(index))
            if entry.kind == .pod, let address = entry.object[path: "status", "podIP"]?.string {
                add(address, .podAddress(uid: index))
            } else if entry.kind == .service, let address = entry.object[path: "spec", "clusterIP"]?.string,
                address != "None"
            {
                add(address, .serviceAddress(index))
            }
        }
        for entry in found {
            Self.visitTexts(of: entry.object) { text in
                guard let time = Timestamp.parse(text), time >= start, time <= end else { return }
                add(text, .time(offset: time.timeIntervalSince(start)))
            }
        }
        let plain = placeholders
        var revisions: [(gap: Int, stencil: Stencil, prefix: [Stencil.Piece])] = []
        for (index, entry) in found.enumerated() where entry.kind == .statefulSet {
            guard let text = entry.object[path: "status", "updateRevision"]?.string else { continue }
            revisions.append(
                (
                    gaps.count,
                    Stencil(entry.object[path: "spec", "template"] ?? [:], placeholders: plain),
                    Stencil.cut(entry.object.name + "-", plain)
                ))
            add(text, .revision(object: index))
        }
        self.gaps = gaps
        self.revisions = revisions
        objects = found.map { ($0.kind, Stencil($0.object, placeholders: placeholders)) }
        let time = Timestamp.string(start)
        release = Stencil(
            ReleaseRecord.json(template, at: time), placeholders: placeholders + [(time, gaps.count)])
    }

    private static func visitTexts(of json: JSONValue, _ body: (String) -> Void) {
        switch json {
        case .string(let text): body(text)
        case .array(let elements): for element in elements { visitTexts(of: element, body) }
        case .object(let members): for member in members.values { visitTexts(of: member, body) }
        default: break
        }
    }

    /// The objects of one store, complete with uid and status.
    func stamp(name: String, namespace: String, id: String, number: Int, began: Date) -> [(
        ResourceKind, JSONValue
    )] {
        let uids = objects.indices.map { Self.uuid("\(id)/\($0)") }
        var values = gaps.map { gap in
            switch gap {
            case .name: name
            case .namespace: namespace
            case .id: id
            case .uid(let index): uids[index]
            case .podAddress(let index): PodRun.address(ofPod: uids[index])
            case .serviceAddress(let index): Self.serviceAddress(number * 16 + index % 16)
            case .time(let offset): Timestamp.string(began.addingTimeInterval(offset))
            case .revision: ""
            }
        }
        for revision in revisions {
            let hash = StableHash.template(revision.stencil.stamp(values))
            values[revision.gap] = Stencil.join(revision.prefix, values) + hash
        }
        var stamped = objects.map { ($0.kind, $0.stencil.stamp(values)) }
        let record = release.stamp(values + [Timestamp.string(began)])
        let renamed = StoreTemplate(
            name: name, namespace: namespace, id: id, objects: [], manifest: "", chart: [:],
            releaseLabels: template.releaseLabels)
        var secret = ReleaseRecord.secret(
            renamed, release: record, modified: String(Int(began.timeIntervalSince1970)))
        secret.setMetadata("uid", .string(Self.uuid("\(id)/release")))
        secret.setMetadata("creationTimestamp", .string(Timestamp.string(began)))
        stamped.append((.secret, secret))
        return stamped
    }

    private static func serviceAddress(_ place: Int) -> String {
        "10.\(97 + place / 62_500 % 14).\(place / 250 % 250).\(place % 250 + 1)"
    }

    /// A version-4 UUID that belongs to `text`.
    static func uuid(_ text: String) -> String {
        func hex(_ value: UInt64) -> String {
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        let all = Array(hex(StableHash.of(text, "a")) + hex(StableHash.of(text, "b")))
        return String(all[0..<8]) + "-" + String(all[8..<12]) + "-4" + String(all[13..<16]) + "-a"
            + String(all[17..<20])
            + "-" + String(all[20..<32])
    }
}
