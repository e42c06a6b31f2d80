import Foundation
import Synchronization

/// How far a follower of a log has got.
final class LogCursor: Sendable {
    private let moment: Mutex<Date>

    init(last: Date) { moment = Mutex(last) }

    var last: Date {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }
}
