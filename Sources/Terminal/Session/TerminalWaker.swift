import CNcurses
import Synchronization

/// Wakes a session from any thread, so that its client drains what is its own. Wakes that come before the
/// session took the first are one. Make it before the session; it is harmless without one.
package final class TerminalWaker: Sendable {
    let descriptor: Int32
    private let pending = Atomic(false)

    package init() { descriptor = cn_wake_open() }

    deinit { cn_wake_close(descriptor) }

    package func wake() {
        if !pending.exchange(true, ordering: .acquiringAndReleasing) { cn_wake_signal(descriptor) }
    }

    /// Takes the wakes so far; those after this call wake anew.
    func take() {
        cn_wake_drain(descriptor)
        pending.store(false, ordering: .releasing)
    }
}
