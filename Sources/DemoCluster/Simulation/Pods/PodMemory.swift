import Foundation
import Kubernetes

/// What the kubelet remembers of a pod: moments more exact than the timestamps in its status, and how
/// often it has tried. After a restart it makes do with the status.
struct PodMemory: Sendable {
    var moments: [String: Date] = [:]
    var pulls: [String: Int] = [:]
    /// What has been said in events already.
    var said: Set<String> = []

    /// The remembered moment, or the one a timestamp names, or now; remembered from then on.
    mutating func moment(_ name: String, _ timestamp: JSONValue?, or now: Date) -> Date {
        if let known = moments[name] { return known }
        let date = Timestamp.parse(timestamp?.string) ?? now
        moments[name] = date
        return date
    }
}
