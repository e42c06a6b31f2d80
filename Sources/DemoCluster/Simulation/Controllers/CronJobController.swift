import Foundation
import Kubernetes

/// Starts the Jobs of CronJobs when their schedule says so, on the wall clock.
struct CronJobController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .cronJob: change.operation == .deleted ? [] : [change.key]
        case .job: change.object.controller(.cronJob).map { [$0] } ?? []
        default: []
        }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let cron = plane.store.get(key), !cron.isBeingDeleted else { return nil }
        let jobs = plane.owned(.job, by: cron).sorted { $0.creation < $1.creation }
        let active = jobs.filter { !isOver($0) }
        try trim(
            jobs.filter { $0["status"]?.isTrue("Complete") ?? false }, cron, "successfulJobsHistoryLimit", 3,
            plane)
        try trim(
            jobs.filter { $0["status"]?.isTrue("Failed") ?? false }, cron, "failedJobsHistoryLimit", 1, plane)
        let done = jobs.compactMap { $0[path: "status", "completionTime"]?.string }.max()
        try plane.setStatus(key) { status in
            status["active"] = active.isEmpty ? nil : .array(active.map(reference))
            if let done { status["lastSuccessfulTime"] = .string(done) }
        }
        guard cron[path: "spec", "suspend"]?.bool != true,
            let schedule = CronSchedule(cron[path: "spec", "schedule"]?.string ?? "")
        else { return nil }
        let last = Timestamp.parse(cron[path: "status", "lastScheduleTime"]?.string) ?? cron.creation
        guard var time = schedule.next(after: last), time <= plane.now else {
            return schedule.next(after: last)
        }
        // Of several missed times only the last counts.
        while let later = schedule.next(after: time), later <= plane.now { time = later }
        let patience = cron[path: "spec", "startingDeadlineSeconds"]?.integer.map(Double.init) ?? .infinity
        let policy = cron[path: "spec", "concurrencyPolicy"]?.string ?? "Allow"
        let skips = time.addingTimeInterval(patience) < plane.now || policy == "Forbid" && !active.isEmpty
        if policy == "Replace" { for job in active { try plane.delete(ObjectKey(.job, job), uid: job.uid) } }
        if !skips { start(cron, at: time, plane) }
        try plane.setStatus(key) { $0["lastScheduleTime"] = .string(Timestamp.string(time)) }
        return schedule.next(after: plane.now)
    }

    private func isOver(_ job: JSONValue) -> Bool {
        job["status"].map { $0.isTrue("Complete") || $0.isTrue("Failed") } ?? false
    }

    private func start(_ cron: JSONValue, at time: Date, _ plane: ControlPlane) {
        let template = cron[path: "spec", "jobTemplate"] ?? [:]
        let name = "\(cron.name)-\(Int(time.timeIntervalSince1970) / 60)"
        var annotations = template.annotations
        annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] = .string(Timestamp.string(time))
        let job: JSONValue = [
            "metadata": [
                "name": .string(name), "labels": .object(template.labels),
                "annotations": .object(annotations),
                "ownerReferences": [cron.ownerReference(.cronJob)],
            ],
            "spec": template["spec"] ?? [:],
        ]
        do {
            try plane.store.create(.job, namespace: cron.namespace, job)
            plane.record(
                .normal, "SuccessfulCreate", "Created job \(name)", about: cron, .cronJob,
                by: "cronjob-controller")
        } catch  where error.reason == "AlreadyExists" {
        } catch {
            plane.record(
                .warning, "FailedCreate", "Error creating job: \(error.message)", about: cron, .cronJob,
                by: "cronjob-controller")
        }
    }

    private func trim(
        _ jobs: [JSONValue], _ cron: JSONValue, _ field: String, _ fallback: Int, _ plane: ControlPlane
    ) throws(APIFailure) {
        let limit = cron[path: "spec", field]?.integer ?? fallback
        for job in jobs.prefix(max(0, jobs.count - limit)) where !job.isBeingDeleted {
            try plane.delete(ObjectKey(.job, job), uid: job.uid)
        }
    }

    private func reference(_ job: JSONValue) -> JSONValue {
        [
            "apiVersion": "batch/v1", "kind": "Job", "name": .string(job.name),
            "namespace": .string(job.namespace ?? ""), "uid": .string(job.uid),
            "resourceVersion": .string(String(job.resourceVersion)),
        ]
    }
}
