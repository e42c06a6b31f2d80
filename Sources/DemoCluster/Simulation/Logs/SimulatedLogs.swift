import Foundation
package import Kubernetes

/// The logs of simulated containers.
package struct SimulatedLogs: PodLogSource {
    private let store: ObjectStore
    private let clock: any SimulationClock

    package init(store: ObjectStore, clock: any SimulationClock = SystemSimulationClock()) {
        self.store = store
        self.clock = clock
    }

    package func log(
        of pod: JSONValue, container: String, previous: Bool, follow: Bool
    ) throws(APIFailure) -> PodLog {
        guard let record = Self.record(container, in: pod) else {
            throw .badRequest("container \(container) is not valid for pod \(pod.name)")
        }
        if previous {
            guard let last = record.status[path: "lastState", "terminated"] else {
                throw .badRequest(
                    "previous terminated container \"\(container)\" in pod \"\(pod.name)\" not found")
            }
            return PodLog(lines: Self.ended(record, pod, last))
        }
        if let ended = record.terminated { return PodLog(lines: Self.ended(record, pod, ended)) }
        guard let running = record.running else {
            if let last = record.status[path: "lastState", "terminated"] {
                return PodLog(lines: Self.ended(record, pod, last))
            }
            let waits = record.waitingReason ?? "ContainerCreating"
            let reason = waits.contains("ImagePull") ? "trying and failing to pull image" : waits
            throw .badRequest(
                "container \"\(container)\" in pod \"\(pod.name)\" is waiting to start: \(reason)")
        }
        let start = Timestamp.parse(running["startedAt"]?.string) ?? clock.now
        let script = Self.script(record, pod, start: start)
        let now = clock.now
        let lines = script.lines(until: now)
        guard follow else { return PodLog(lines: lines) }
        return PodLog(lines: lines, following: following(script, after: now, record, pod))
    }

    /// The lines to come, each in its time, until the container ends.
    private func following(
        _ script: LogScript, after moment: Date, _ record: ContainerRecord, _ pod: JSONValue
    ) -> AsyncStream<PodLogLine> {
        let key = ObjectKey(.pod, pod)
        let (uid, name, store, clock) = (pod.uid, record.name, self.store, self.clock)
        let restarts = record.restarts
        let cursor = LogCursor(last: moment)
        return AsyncStream { () async -> PodLogLine? in
            guard let line = script.next(after: cursor.last) else { return nil }
            await clock.sleep(until: line.time)
            guard !Task.isCancelled, let now = store.get(key), now.uid == uid,
                let record = Self.record(name, in: now), record.running != nil, record.restarts == restarts
            else { return nil }
            cursor.last = line.time
            return line
        }
    }

    private static func record(_ name: String, in pod: JSONValue) -> ContainerRecord? {
        for (list, initial) in [("containers", false), ("initContainers", true)] {
            if let spec = pod[path: "spec", list]?.array?.first(where: { $0["name"]?.string == name }) {
                return ContainerRecord(spec, initial: initial, in: pod["status"] ?? [:])
            }
        }
        return nil
    }

    private static func ended(_ record: ContainerRecord, _ pod: JSONValue, _ state: JSONValue) -> [PodLogLine]
    {
        let start = Timestamp.parse(state["startedAt"]?.string) ?? .distantPast
        let end = Timestamp.parse(state["finishedAt"]?.string) ?? start
        var script = script(
            record, pod, start: start, length: max(0.1, end.timeIntervalSince(start)), ends: true)
        let code = state["exitCode"]?.integer ?? 0
        if state["reason"]?.string == "OOMKilled" {
            script.lastWords = ["Killed"]
        } else if code != 0 {
            script.lastWords = [PodScript(pod).message ?? "fatal: the process ended with exit code \(code)"]
        }
        return script.lines(until: end.addingTimeInterval(1))
    }

    private static func script(
        _ record: ContainerRecord, _ pod: JSONValue, start: Date, length: Double? = nil, ends: Bool? = nil
    ) -> LogScript {
        let profile = record.profile
        let finite = record.initial || pod[path: "spec", "restartPolicy"]?.string ?? "Always" != "Always"
        return LogScript(
            role: profile.role, container: record.name, seed: "\(pod.uid)/\(record.name)/\(record.restarts)",
            start: start, startup: length ?? (finite ? profile.run : max(1, profile.ready)),
            ends: ends ?? finite)
    }
}
