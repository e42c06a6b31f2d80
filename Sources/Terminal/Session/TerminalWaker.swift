import CNcurses
import Synchronization

/// Wakes a session from any thread, so that its client drains what is its own. Wakes that come before the
/// session took the first are one. Make it before the session; it is harmless without one.
package final class TerminalWaker: Sendable {
    let descriptor: Int32
    private let pending = Atomic(false)
    private let ended = Atomic(false)

    package init() { descriptor = cn_wake_open() }

    deinit { cn_wake_close(descriptor) }

    package func wake() {
        if !pending.exchange(true, ordering: .acquiringAndReleasing) { cn_wake_signal(descriptor) }
    }

    /// Ends the session, now or as soon as it has begun.
    package func end() {
        ended.store(true, ordering: .releasing)
        wake()
    }

    var isEnded: Bool { ended.load(ordering: .acquiring) }

    /// Takes the wakes so far; those after this call wake anew.
    func take() {
        // In this order: what is signalled once wakes count again mustn't be drained, or none would be heard any more.
        cn_wake_drain(descriptor)
        _ = pending.exchange(false, ordering: .acquiringAndReleasing)
    }
}
