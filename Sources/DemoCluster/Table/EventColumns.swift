import Kubernetes

/// What `kubectl get events` shows.
enum EventColumns {
    static let all: [TableColumn] = [
        TableColumn("Last Seen") { event, now in
            let time =
                event["lastTimestamp"]?.string ?? event["eventTime"]?.string
                ?? event["firstTimestamp"]?.string
            return .string(HumanDuration.since(time, now))
        },
        .path("Type", "type"), .path("Reason", "reason"),
        .text("Object") { event in
            let object = event["involvedObject"] ?? .null
            return "\(object["kind"]?.string?.lowercased() ?? "")/\(object["name"]?.string ?? "")"
        },
        .text("Subobject", wide: true) { $0[path: "involvedObject", "fieldPath"]?.string ?? "" },
        .text("Source", wide: true) {
            $0[path: "source", "component"]?.string ?? $0["reportingComponent"]?.string ?? ""
        },
        .text("Message") { $0["message"]?.string ?? "" },
        TableColumn("First Seen", wide: true) { event, now in
            .string(HumanDuration.since(event["firstTimestamp"]?.string ?? event["eventTime"]?.string, now))
        },
        TableColumn("Count", type: "integer", wide: true) { event, _ in event["count"] ?? 1 },
        TableColumn("Name", wide: true) { event, _ in .string(event.name) },
    ]
}
