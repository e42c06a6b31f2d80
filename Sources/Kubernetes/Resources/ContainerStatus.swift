package import Foundation

/// How one container of a pod is doing.
package struct ContainerStatus: Sendable, Hashable, Decodable {
    /// A container waits, runs or has ended; "waiting" is also what an empty state means.
    package enum State: Sendable, Hashable {
        case waiting(reason: String?, message: String?)
        case running(startedAt: Date?)
        case terminated(reason: String?, exitCode: Int, message: String?, finishedAt: Date?)
    }

    package var name: String
    package var ready: Bool
    package var restartCount: Int
    package var state: State
    /// How the run before ended, nil when there was none.
    package var lastState: State?

    package init(
        name: String, ready: Bool = false, restartCount: Int = 0,
        state: State = .waiting(reason: nil, message: nil), lastState: State? = nil
    ) {
        self.name = name
        self.ready = ready
        self.restartCount = restartCount
        self.state = state
        self.lastState = lastState
    }

    private enum Key: CodingKey { case name, ready, restartCount, state, lastState }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        name = try container.value(.name, else: "")
        ready = try container.value(.ready, else: false)
        restartCount = try container.count(.restartCount)
        state =
            try container.decodeIfPresent(OptionalState.self, forKey: .state)?.state
            ?? .waiting(reason: nil, message: nil)
        lastState = try container.decodeIfPresent(OptionalState.self, forKey: .lastState)?.state
    }

    private struct OptionalState: Decodable {
        private struct Waiting: Decodable {
            var reason: String?
            var message: String?
        }
        private enum Key: CodingKey { case waiting, running, terminated }
        private enum TimeKey: CodingKey { case startedAt, finishedAt, reason, exitCode, message }

        let state: State?

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            if container.contains(.running) {
                let running = try container.nestedContainer(keyedBy: TimeKey.self, forKey: .running)
                state = .running(startedAt: try running.timestamp(.startedAt))
            } else if container.contains(.terminated) {
                let ended = try container.nestedContainer(keyedBy: TimeKey.self, forKey: .terminated)
                state = .terminated(
                    reason: try ended.decodeIfPresent(String.self, forKey: .reason),
                    exitCode: try ended.value(.exitCode, else: 0),
                    message: try ended.decodeIfPresent(String.self, forKey: .message),
                    finishedAt: try ended.timestamp(.finishedAt))
            } else if let waiting = try container.decodeIfPresent(Waiting.self, forKey: .waiting) {
                state = .waiting(reason: waiting.reason, message: waiting.message)
            } else {
                state = nil
            }
        }
    }
}
