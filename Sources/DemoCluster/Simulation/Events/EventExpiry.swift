import Foundation
import Kubernetes

/// Removes events an hour after they last happened, as an API server's storage does.
struct EventExpiry: Controller {
    static let lifetime: Double = 3600

    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        change.key.kind == .event && change.operation != .deleted ? [change.key] : []
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let event = plane.store.get(key) else { return nil }
        let last = Timestamp.parse(event["lastTimestamp"]?.string) ?? event.creation
        let end = last.addingTimeInterval(Self.lifetime)
        guard end <= plane.now else { return end }
        plane.store.remove(key)
        return nil
    }
}
