internal import Domain
internal import Foundation
internal import Kubernetes

/// The latest events of a namespace.
struct EventLog: Sendable {
    private var events: [String: ClusterEvent] = [:]

    /// More are of no use on a screen.
    private static let limit = 200

    /// Whether it changed anything.
    mutating func apply(_ event: ReflectorEvent<Event>) -> Bool {
        switch event {
        case .replaced(let all):
            events = Dictionary(all.map { ($0.metadata.uid, ClusterEvent($0)) }) { _, last in last }
        case .upserted(let one): events[one.metadata.uid] = ClusterEvent(one)
        case .deleted(let one): events[one.metadata.uid] = nil
        case .connection: return false
        }
        if events.count > Self.limit * 2 {
            events = Dictionary(newestFirst.map { ($0.id, $0) }) { first, _ in first }
        }
        return true
    }

    var newestFirst: [ClusterEvent] {
        Array(events.values.sorted { ($0.lastSeen, $0.id) > ($1.lastSeen, $1.id) }.prefix(Self.limit))
    }
}

extension ClusterEvent {
    init(_ event: Event) {
        let kind = event.involvedObject.kind ?? "Object"
        self.init(
            id: event.metadata.uid, isWarning: event.isWarning, reason: event.reason,
            object: "\(kind)/\(event.involvedObject.name ?? "")", message: event.message, count: event.count,
            lastSeen: event.time ?? event.metadata.creationTimestamp ?? .distantPast)
    }
}
