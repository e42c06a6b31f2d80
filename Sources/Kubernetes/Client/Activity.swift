import Synchronization

/// A request's signs of life, and the means to break it, for whoever looks after it.
final class Activity: Sendable {
    /// Differs whenever something has happened.
    struct Sign: Hashable {
        /// How many channels have been opened, since one may follow another.
        var opened = 0
        var received = 0
    }

    private struct WeakChannel: Sendable { weak let channel: ResponseChannel? }
    private struct State {
        var opened = 0
        var current: WeakChannel?
    }

    private let state = Mutex(State())

    func follow(_ channel: ResponseChannel) {
        state.withLock { state in
            state.opened += 1
            state.current = WeakChannel(channel: channel)
        }
    }

    var sign: Sign {
        let (opened, current) = state.withLock { ($0.opened, $0.current) }
        return Sign(opened: opened, received: current?.channel?.received ?? 0)
    }

    /// Does nothing before a request has been sent.
    func fail(_ error: any Error) { state.withLock(\.current)?.channel?.cancel(error) }
}
