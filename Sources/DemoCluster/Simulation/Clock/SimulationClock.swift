package import Foundation
import Synchronization

/// The wall clock as the simulated controllers and nodes see it. Timestamps in objects are its readings;
/// how fast simulated work goes is the simulation's speed, not the clock's.
package protocol SimulationClock: Sendable {
    var now: Date { get }
    /// Returns at `deadline`, or earlier when the task is cancelled.
    func sleep(until deadline: Date) async
}

/// The machine's own clock.
package struct SystemSimulationClock: SimulationClock {
    package init() {}

    package var now: Date { Date() }

    package func sleep(until deadline: Date) async {
        let seconds = deadline.timeIntervalSinceNow
        guard seconds > 0 else { return }
        try? await Task.sleep(for: .seconds(seconds))
    }
}

/// A clock that stands still until it is set, so that tests decide when time passes.
package final class ManualSimulationClock: SimulationClock {
    private let moment: Mutex<Date>

    package init(_ start: Date = Date(timeIntervalSince1970: 1_790_000_000)) { moment = Mutex(start) }

    package var now: Date { moment.withLock { $0 } }

    package func set(_ date: Date) { moment.withLock { $0 = max($0, date) } }

    /// Never wakes anyone: whoever sets the clock drives the simulation.
    package func sleep(until deadline: Date) async {
        try? await Task.sleep(for: .seconds(365 * 86_400))
    }
}
