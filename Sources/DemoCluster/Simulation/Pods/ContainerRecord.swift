import Foundation
import Kubernetes

/// A container's entry in `containerStatuses`, while the kubelet works on it.
struct ContainerRecord: Sendable {
    let spec: JSONValue
    let name: String
    let image: String
    let initial: Bool
    var status: JSONValue

    init(_ spec: JSONValue, initial: Bool, in podStatus: JSONValue) {
        self.spec = spec
        self.initial = initial
        name = spec["name"]?.string ?? ""
        image = spec["image"]?.string ?? ""
        let list = podStatus[initial ? "initContainerStatuses" : "containerStatuses"]?.array ?? []
        let name = name
        status =
            list.first { $0["name"]?.string == name } ?? [
                "name": .string(name), "image": .string(image), "imageID": "", "ready": false,
                "restartCount": 0, "started": false, "lastState": [:], "state": [:],
            ]
    }

    var running: JSONValue? { status[path: "state", "running"] }
    var terminated: JSONValue? { status[path: "state", "terminated"] }
    var waitingReason: String? { status[path: "state", "waiting", "reason"]?.string }
    var exitCode: Int? { terminated?["exitCode"]?.integer }
    var isReady: Bool { status["ready"]?.bool ?? false }
    var restarts: Int { status["restartCount"]?.integer ?? 0 }
    var profile: ImageProfile { .of(image: image, container: name, initial: initial) }
    /// An init container that goes on running beside the others.
    var isSidecar: Bool { initial && spec["restartPolicy"]?.string == "Always" }

    mutating func wait(_ reason: String, _ message: String? = nil) {
        var waiting: JSONValue = ["reason": .string(reason)]
        waiting["message"] = message.map { .string($0) }
        status["state"] = ["waiting": waiting]
        status["ready"] = false
        status["started"] = false
    }

    mutating func start(at date: Date, uid: String, node: String) {
        let id = StableHash.of(uid, name, String(restarts))
        let digest = StableHash.of(image)
        status["state"] = ["running": ["startedAt": .string(Timestamp.string(date))]]
        status["started"] = true
        status["ready"] = false
        status["containerID"] = .string("containerd://" + Self.hex(id))
        status["imageID"] = .string(image.split(separator: ":")[0] + "@sha256:" + Self.hex(digest))
    }

    mutating func end(_ exitCode: Int, reason: String, at date: Date, message: String? = nil) {
        var ended: JSONValue = [
            "exitCode": JSONValue(count: exitCode), "reason": .string(reason),
            "startedAt": running?["startedAt"] ?? .string(Timestamp.string(date)),
            "finishedAt": .string(Timestamp.string(date)),
        ]
        ended["message"] = message.map { .string($0) }
        ended["containerID"] = status["containerID"]
        status["state"] = ["terminated": ended]
        status["ready"] = JSONValue.bool(initial && exitCode == 0)
        status["started"] = false
    }

    /// Keeps the ended run as the last state and counts the restart to come.
    mutating func remember() {
        guard let terminated else { return }
        status["lastState"] = ["terminated": terminated]
    }

    mutating func countRestart() { status["restartCount"] = JSONValue(count: restarts + 1) }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        let one = String(repeating: "0", count: 16 - digits.count) + digits
        return String(repeating: one, count: 4)
    }
}
