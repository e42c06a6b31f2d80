import Foundation
import Kubernetes

/// What `kubectl get` shows of workloads.
enum WorkloadColumns {
    static func of(_ kind: ResourceKind) -> [TableColumn] {
        [TableColumns.name] + own(kind) + [TableColumns.age] + wide(kind)
    }

    private static func own(_ kind: ResourceKind) -> [TableColumn] {
        switch kind {
        case .deployment:
            [
                ready, .path("Up-to-date", type: "integer", "status", "updatedReplicas"),
                .path("Available", type: "integer", "status", "availableReplicas"),
            ]
        case .statefulSet: [ready]
        case .daemonSet:
            [
                .path("Desired", type: "integer", "status", "desiredNumberScheduled"),
                .path("Current", type: "integer", "status", "currentNumberScheduled"),
                .path("Ready", type: "integer", "status", "numberReady"),
                .path("Up-to-date", type: "integer", "status", "updatedNumberScheduled"),
                .path("Available", type: "integer", "status", "numberAvailable"),
            ]
        case .job:
            [
                .text("Status", jobStatus),
                .text("Completions") { job in
                    let wanted = job[path: "spec", "completions"]?.integer ?? 1
                    return "\(job[path: "status", "succeeded"]?.integer ?? 0)/\(wanted)"
                },
                TableColumn("Duration") { job, now in .string(duration(job, now)) },
            ]
        case .cronJob:
            [
                .path("Schedule", "spec", "schedule"), .path("Timezone", "spec", "timeZone"),
                .text("Suspend") { $0[path: "spec", "suspend"] == true ? "True" : "False" },
                TableColumn("Active", type: "integer") { job, _ in
                    .integer(Int64(TableColumns.count(job[path: "status", "active"])))
                },
                TableColumn("Last Schedule") { job, now in
                    .string(
                        job[path: "status", "lastScheduleTime"]?.string.map { HumanDuration.since($0, now) }
                            ?? "<none>")
                },
            ]
        default:
            [
                .path("Desired", type: "integer", "spec", "replicas"),
                .path("Current", type: "integer", "status", "replicas"),
                .path("Ready", type: "integer", "status", "readyReplicas"),
            ]
        }
    }

    private static let ready = TableColumn.text("Ready") { object in
        let wanted = object[path: "spec", "replicas"]?.integer ?? 0
        return "\(object[path: "status", "readyReplicas"]?.integer ?? 0)/\(wanted)"
    }

    private static func wide(_ kind: ResourceKind) -> [TableColumn] {
        let template: @Sendable (JSONValue) -> JSONValue = {
            $0[path: "spec", "jobTemplate", "spec", "template", "spec"] ?? $0[
                path: "spec", "template", "spec"]
                ?? .null
        }
        return [
            .text("Containers", wide: true) { object in
                TableColumns.list(
                    template(object)["containers"]?.array?.compactMap { $0["name"]?.string } ?? [])
            },
            .text("Images", wide: true) { object in
                TableColumns.list(
                    template(object)["containers"]?.array?.compactMap { $0["image"]?.string } ?? [])
            },
        ]
            + (kind == .statefulSet
                ? []
                : [
                    .text("Selector", wide: true) {
                        TableColumns.labels($0[path: "spec", "selector", "matchLabels"])
                    }
                ])
    }

    private static func jobStatus(_ job: JSONValue) -> String {
        func holds(_ type: String) -> Bool {
            job[path: "status", "conditions"]?.array?.contains {
                $0["type"] == .string(type) && $0["status"] == "True"
            } ?? false
        }
        if holds("Complete") { return "Complete" }
        if holds("Failed") { return "Failed" }
        if job.isBeingDeleted { return "Terminating" }
        return holds("Suspended") ? "Suspended" : "Running"
    }

    private static func duration(_ job: JSONValue, _ now: Date) -> String {
        guard let start = Timestamp.parse(job[path: "status", "startTime"]?.string) else { return "" }
        let end = Timestamp.parse(job[path: "status", "completionTime"]?.string) ?? now
        return HumanDuration.text(Int(end.timeIntervalSince(start)))
    }
}
