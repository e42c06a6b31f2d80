import Synchronization
import Terminal

/// What happened outside the screen's thread, in order, until that thread takes it.
final class Mailbox: Sendable {
    private let events = Mutex<[DashboardEvent]>([])
    private let waker: TerminalWaker

    init(waker: TerminalWaker) { self.waker = waker }

    func post(_ event: DashboardEvent) {
        events.withLock { $0.append(event) }
        waker.wake()
    }

    func take() -> [DashboardEvent] {
        events.withLock { events in
            defer { events.removeAll(keepingCapacity: true) }
            return events
        }
    }
}
