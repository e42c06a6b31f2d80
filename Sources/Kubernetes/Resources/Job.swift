package import Foundation

/// A Job and how it ended, if it has.
package struct Job: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .jobs }

    package var metadata: ObjectMeta
    package var active: Int
    package var succeeded: Int
    package var failed: Int
    package var backoffLimit: Int
    package var startTime: Date?
    package var completionTime: Date?
    package var conditions: [Condition]

    private enum Key: CodingKey { case metadata, spec, status }
    private enum SpecKey: CodingKey { case backoffLimit }
    private enum StatusKey: CodingKey {
        case active, succeeded, failed, startTime, completionTime, conditions
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        let spec = try? container.nestedContainer(keyedBy: SpecKey.self, forKey: .spec)
        backoffLimit = try spec?.decodeIfPresent(Int.self, forKey: .backoffLimit) ?? 6
        (active, succeeded, failed, conditions) = (0, 0, 0, [])
        guard container.contains(.status) else { return }
        let status = try container.nestedContainer(keyedBy: StatusKey.self, forKey: .status)
        active = try status.count(.active)
        succeeded = try status.count(.succeeded)
        failed = try status.count(.failed)
        startTime = try status.timestamp(.startTime)
        completionTime = try status.timestamp(.completionTime)
        conditions = try status.value(.conditions, else: [])
    }

    package var isComplete: Bool { conditions["Complete"]?.isTrue ?? false }
    package var hasFailed: Bool { conditions["Failed"]?.isTrue ?? false }
}
