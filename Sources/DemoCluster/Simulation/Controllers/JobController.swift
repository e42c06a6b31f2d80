import Foundation
import Kubernetes

/// Runs Jobs to their completion, their back-off limit or their deadline.
struct JobController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .job: change.operation == .deleted ? [] : [change.key]
        case .pod: change.object.controller(.job).map { [$0] } ?? []
        case .resourceQuota, .limitRange, .serviceAccount:
            plane.list(.job, in: change.key.namespace).filter { ending($0) == nil }.map {
                ObjectKey(.job, $0)
            }
        default: []
        }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let job = plane.store.get(key), !job.isBeingDeleted else { return nil }
        if let ended = ending(job) { return try clean(job, key, plane, ended: ended) }
        let pods = plane.owned(.pod, by: job)
        var active = pods.filter(PodTemplate.isActive)
        let succeeded = pods.count { $0[path: "status", "phase"]?.string == "Succeeded" }
        let failed = pods.filter { $0[path: "status", "phase"]?.string == "Failed" }
        let restarts = active.reduce(0) { $0 + restartCount($1) }
        let start = Timestamp.parse(job[path: "status", "startTime"]?.string) ?? plane.now
        let limit = job[path: "spec", "backoffLimit"]?.integer ?? 6
        let suspended = job[path: "spec", "suspend"]?.bool ?? false
        let completions = job[path: "spec", "completions"]?.integer
        let parallelism = job[path: "spec", "parallelism"]?.integer ?? 1
        let deadline = job[path: "spec", "activeDeadlineSeconds"]?.integer.map {
            plane.date(Double($0), after: start)
        }
        var end: (complete: Bool, reason: String, message: String)?
        var due = deadline
        if failed.count + restarts > limit, !(failed.isEmpty && restarts == 0) {
            end = (false, "BackoffLimitExceeded", "Job has reached the specified backoff limit")
        } else if let deadline, deadline <= plane.now, !suspended {
            end = (false, "DeadlineExceeded", "Job was active longer than specified deadline")
        } else if completions.map({ succeeded >= $0 }) ?? (succeeded > 0 && active.isEmpty) {
            end = (true, "CompletionsReached", "Reached expected number of succeeded pods")
        } else if !suspended {
            let missing = completions.map { $0 - succeeded } ?? (succeeded > 0 ? 0 : parallelism)
            let lacking = min(parallelism, max(0, missing)) - active.count
            let again = backOffEnd(failed, plane)
            if lacking > 0, let again, again > plane.now {
                due = min(due ?? again, again)
            } else {
                for _ in 0..<max(0, lacking) {
                    guard let pod = create(job, plane) else { break }
                    active.append(pod)
                }
            }
        }
        if end != nil || suspended {
            for pod in active where !(end?.complete ?? false) || completions != nil {
                try plane.delete(ObjectKey(.pod, pod), uid: pod.uid)
                note(job, plane, .normal, "SuccessfulDelete", "Deleted pod: \(pod.name)")
            }
            active = []
        }
        let ready = active.count(where: PodTemplate.isReady)
        try plane.setStatus(key) { status in
            status["startTime"] = suspended ? nil : status["startTime"] ?? plane.timestamp
            status["active"] = active.isEmpty ? nil : JSONValue(count: active.count)
            status["ready"] = JSONValue(count: ready)
            status["terminating"] = JSONValue(count: pods.count { $0.isBeingDeleted })
            status["succeeded"] = succeeded == 0 ? nil : JSONValue(count: succeeded)
            status["failed"] = failed.isEmpty ? nil : JSONValue(count: failed.count)
            status["uncountedTerminatedPods"] = [:]
            if suspended {
                status.setCondition(
                    "Suspended", true, reason: "JobSuspended", message: "Job suspended", at: plane.timestamp,
                    touching: ["lastProbeTime"])
            } else if status.isTrue("Suspended") {
                status.setCondition(
                    "Suspended", false, reason: "JobResumed", message: "Job resumed", at: plane.timestamp,
                    touching: ["lastProbeTime"])
            }
            guard let end else { return }
            for type in end.complete ? ["SuccessCriteriaMet", "Complete"] : ["FailureTarget", "Failed"] {
                status.setCondition(
                    type, true, reason: end.reason, message: end.message, at: plane.timestamp,
                    touching: ["lastProbeTime"])
            }
            if end.complete { status["completionTime"] = plane.timestamp }
        }
        if let end {
            if end.complete {
                note(job, plane, .normal, "Completed", "Job completed")
            } else {
                note(job, plane, .warning, end.reason, end.message)
            }
        }
        return end == nil ? due : nil
    }

    /// When the Job ended; nil while it hasn't.
    private func ending(_ job: JSONValue) -> Date? {
        guard let status = job["status"],
            let type = ["Complete", "Failed"].first(where: { status.isTrue($0) })
        else { return nil }
        return Timestamp.parse(status.condition(type)?["lastTransitionTime"]?.string) ?? .distantPast
    }

    /// Removes an ended Job when its time to live is over.
    private func clean(
        _ job: JSONValue, _ key: ObjectKey, _ plane: ControlPlane, ended: Date
    ) throws(APIFailure) -> Date? {
        let terminating = plane.owned(.pod, by: job).count { $0.isBeingDeleted }
        try plane.setStatus(key) { $0["terminating"] = JSONValue(count: terminating) }
        guard let life = job[path: "spec", "ttlSecondsAfterFinished"]?.integer else { return nil }
        let end = plane.date(Double(life), after: ended)
        guard end <= plane.now else { return end }
        try plane.delete(key, uid: job.uid, propagation: .foreground)
        return nil
    }

    /// When the next pod may be made after failures: 10 s, 20 s, 40 s … after the last.
    private func backOffEnd(_ failed: [JSONValue], _ plane: ControlPlane) -> Date? {
        let ends = failed.map { pod in
            let statuses = pod[path: "status", "containerStatuses"]?.array ?? []
            return statuses.compactMap {
                Timestamp.parse($0[path: "state", "terminated", "finishedAt"]?.string)
            }.max()
                ?? pod.creation
        }
        guard let last = ends.max() else { return nil }
        return plane.date(min(600, 10 * Double(1 << min(failed.count - 1, 6))), after: last)
    }

    private func restartCount(_ pod: JSONValue) -> Int {
        guard pod[path: "spec", "restartPolicy"]?.string == "OnFailure" else { return 0 }
        let statuses =
            (pod[path: "status", "containerStatuses"]?.array ?? [])
            + (pod[path: "status", "initContainerStatuses"]?.array ?? [])
        return statuses.reduce(0) { $0 + ($1["restartCount"]?.integer ?? 0) }
    }

    private func create(_ job: JSONValue, _ plane: ControlPlane) -> JSONValue? {
        let (uid, name) = (JSONValue.string(job.uid), JSONValue.string(job.name))
        let pod = PodTemplate.pod(
            job[path: "spec", "template"] ?? [:], owner: job, .job,
            labels: [
                "batch.kubernetes.io/controller-uid": uid, "batch.kubernetes.io/job-name": name,
                "controller-uid": uid, "job-name": name,
            ])
        do {
            let made = try plane.store.create(.pod, namespace: job.namespace, pod)
            note(job, plane, .normal, "SuccessfulCreate", "Created pod: \(made.name)")
            return made
        } catch {
            note(job, plane, .warning, "FailedCreate", "Error creating: \(error.message)")
            return nil
        }
    }

    private func note(
        _ job: JSONValue, _ plane: ControlPlane, _ type: EventType, _ reason: String, _ message: String
    ) {
        plane.record(type, reason, message, about: job, .job, by: "job-controller")
    }
}
