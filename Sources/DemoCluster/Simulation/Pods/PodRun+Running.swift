import Foundation
import Kubernetes

/// From a started container to its readiness or its end, and back again.
extension PodRun {
    /// Looks after a running container. Returns when it was started.
    mutating func watchRunning(_ container: inout ContainerRecord) -> Date {
        let started = memory.moment(
            "started/" + container.name, container.running?["startedAt"], or: plane.now)
        images.insert(container.image)
        switch failure(of: container) {
        case .crashLoopBackOff:
            end(&container, script.exitCode, "Error", after: 2, since: started)
            return started
        case .outOfMemory:
            end(&container, 137, "OOMKilled", after: 2, since: started)
            return started
        default: break
        }
        if container.isSidecar {
            container.status["ready"] = true
        } else if container.initial || restartPolicy != "Always" {
            if !container.initial { container.status["ready"] = true }
            complete(&container, since: started)
        } else {
            container.status["ready"] = .bool(probe(container, since: started))
        }
        return started
    }

    /// Starts an ended container again, after a growing while, if its pod's policy says so.
    mutating func restart(_ container: inout ContainerRecord, from: Date) -> Date {
        let failed = container.terminated.map { $0["exitCode"]?.integer != 0 } ?? true
        let again =
            container.initial
            ? restartPolicy != "Never" && failed
            : restartPolicy == "Always" || restartPolicy == "OnFailure" && failed
        guard again, !jobFailed else { return plane.now }
        let last = container.terminated ?? container.status[path: "lastState", "terminated"]
        let ended = memory.moment(
            "crashed/\(container.name)/\(container.restarts)", last?["finishedAt"], or: plane.now)
        let seconds = container.restarts == 0 ? 1 : min(300, 10 * Double(1 << min(container.restarts - 1, 5)))
        let active = failure(of: container)
        let healed = active == nil && script.failure != nil
        let end = plane.date(seconds, after: ended)
        let whom = "\(container.name) in pod \(pod.name)_\(pod.namespace ?? "")(\(pod.uid))"
        container.remember()
        if plane.now >= end || healed {
            container.countRestart()
            launch(&container)
            return plane.now
        }
        look(at: end)
        if container.restarts > 0 {
            container.wait(
                "CrashLoopBackOff",
                script.message
                    ?? "back-off \(Self.duration(seconds)) restarting failed container=\(container.name)"
                    + " pod=\(pod.name)_\(pod.namespace ?? "")(\(pod.uid))")
            say(
                .warning, "BackOff", "Back-off restarting failed container " + whom, of: container,
                once: "crash/\(container.name)/\(container.restarts)")
        }
        return .distantFuture
    }

    private mutating func end(
        _ container: inout ContainerRecord, _ code: Int, _ reason: String, after seconds: Double, since: Date
    ) {
        let end = plane.date(seconds, after: since)
        guard plane.now >= end else {
            container.status["ready"] = .bool(container.spec["readinessProbe"] == nil && !container.initial)
            return look(at: end)
        }
        memory.moments["crashed/\(container.name)/\(container.restarts)"] = plane.now
        container.end(code, reason: reason, at: plane.now, message: nil)
    }

    private mutating func complete(_ container: inout ContainerRecord, since: Date) {
        var start = since
        let stated = container.initial ? nil : script.jobDelay
        if stated == nil, container.profile.needsDatabase {
            guard databaseReady else { return }
            start = max(start, memory.moment("database/" + container.name, nil, or: plane.now))
        }
        let end = plane.date(stated ?? varied(container.profile.run, container), after: start)
        guard plane.now >= end else { return look(at: end) }
        if failure(of: container) == .jobFailed {
            container.end(script.exitCode, reason: "Error", at: plane.now)
            jobFailed = !container.initial
        } else {
            container.end(0, reason: "Completed", at: plane.now)
        }
        memory.moments["ended/" + container.name] = plane.now
    }

    /// Whether the readiness probe succeeds.
    private mutating func probe(_ container: ContainerRecord, since: Date) -> Bool {
        if failure(of: container) == .unready { return unhealthy(container) }
        if let stated = script.readyDelay {
            guard stated.isFinite else { return false }
            return reached(plane.date(stated, after: since))
        }
        guard container.spec["readinessProbe"] != nil || container.spec["startupProbe"] != nil else {
            return reached(plane.date(0.3, after: since))
        }
        let end = plane.date(varied(container.profile.ready, container), after: since)
        guard container.profile.needsDatabase else { return reached(end) }
        guard databaseReady else {
            memory.moments["database/" + container.name] = nil
            return plane.now >= end ? unhealthy(container) : reached(end)
        }
        if container.isReady { return true }
        let answered = memory.moment("database/" + container.name, nil, or: plane.now)
        return reached(max(end, plane.date(1.5, after: answered)))
    }

    private mutating func reached(_ date: Date) -> Bool {
        if plane.now >= date { return true }
        look(at: date)
        return false
    }

    private mutating func unhealthy(_ container: ContainerRecord) -> Bool {
        let http = container.spec[path: "readinessProbe", "httpGet"] != nil
        let text = http ? "HTTP probe failed with statuscode: 500" : "command failed: exit status 1"
        say(
            .warning, "Unhealthy", "Readiness probe failed: " + text, of: container,
            once: "unhealthy/\(container.name)")
        return false
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds)
        return whole < 60 ? "\(whole)s" : "\(whole / 60)m\(whole % 60)s"
    }
}
