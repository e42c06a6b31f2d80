internal import ArgumentParser
internal import Domain
internal import Foundation
internal import Kubernetes

struct EventsCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "List what Kubernetes reported of a store, the newest last.",
        discussion: """
            Examples:
              urumi events shop
              urumi events shop -o json
            """)

    private struct Document: Codable {
        var type: String
        var reason: String
        var object: String
        var count: Int
        var lastSeen: String
        var message: String

        enum CodingKeys: String, CodingKey {
            case type, reason, object, count
            case lastSeen = "last_seen"
            case message
        }
    }

    @OptionGroup var store: StoreArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let world = try await OpenWorkspace(global)
        let store = try await world.store(self.store.name)
        let all = try await world.cluster.client.list(Event.self, in: store.namespace).items
        let events = all.sorted { ($0.time ?? .distantPast) < ($1.time ?? .distantPast) }
        try output.printer.show(
            events.map { event in
                Document(
                    type: event.type, reason: event.reason, object: Self.object(event), count: event.count,
                    lastSeen: event.time?.ISO8601Format() ?? "", message: event.message)
            },
            table: {
                if events.isEmpty { return "nothing was reported of \(store.name) lately" }
                var table = TextTable("AGE", "TYPE", "REASON", "OBJECT", "COUNT", "MESSAGE")
                for event in events {
                    table.add(
                        event.time.map { Age.text(since: $0, now: Date()) } ?? "-", event.type, event.reason,
                        Self.object(event), "\(event.count)", event.message)
                }
                return table.text
            }, name: { events.map { "event/\($0.metadata.name)" }.joined(separator: "\n") })
    }

    private static func object(_ event: Event) -> String {
        "\(event.involvedObject.kind ?? "Object")/\(event.involvedObject.name ?? "")"
    }
}
