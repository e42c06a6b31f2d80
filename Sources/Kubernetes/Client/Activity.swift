import Synchronization

/// A request's sign of life, and the means to break it, for whoever looks after it.
final class Activity: Sendable {
    private struct WeakChannel: Sendable { weak let channel: ResponseChannel? }

    private let current = Mutex<WeakChannel?>(nil)

    func follow(_ channel: ResponseChannel) { current.withLock { $0 = WeakChannel(channel: channel) } }

    /// Grows with each byte.
    var received: Int { current.withLock { $0?.channel }?.received ?? 0 }

    func fail(_ error: any Error) { current.withLock { $0?.channel }?.cancel(error) }
}
