package import Foundation

/// Something that happened to an object (core/v1), counted when it happened again.
package struct Event: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .events }

    /// The object that an event is about.
    package struct InvolvedObject: Sendable, Hashable, Decodable {
        package var kind: String?
        package var name: String?
        package var namespace: String?
        package var uid: String?
        package var fieldPath: String?
    }

    package var metadata: ObjectMeta
    /// "Normal" or "Warning".
    package var type: String
    package var reason: String
    package var message: String
    package var count: Int
    /// The last time it happened: `series.lastObservedTime`, `lastTimestamp`, `eventTime` or the creation.
    package var time: Date?
    package var involvedObject: InvolvedObject

    private enum Key: CodingKey {
        case metadata, type, reason, message, count, lastTimestamp, eventTime, involvedObject, series
    }
    private enum SeriesKey: CodingKey { case count, lastObservedTime }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        type = try container.value(.type, else: "Normal")
        reason = try container.value(.reason, else: "")
        message = try container.value(.message, else: "")
        involvedObject = try container.value(.involvedObject, else: InvolvedObject())
        let series = try? container.nestedContainer(keyedBy: SeriesKey.self, forKey: .series)
        let seriesCount = try series?.decodeIfPresent(Int.self, forKey: .count)
        count = try seriesCount ?? container.value(.count, else: 1)
        time =
            try series?.timestamp(.lastObservedTime) ?? container.timestamp(.lastTimestamp)
            ?? container.timestamp(.eventTime) ?? metadata.creationTimestamp
    }

    package var isWarning: Bool { type == "Warning" }
}
