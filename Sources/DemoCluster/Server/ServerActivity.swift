package import Foundation
import Synchronization

/// How busy the server is, so that whoever started it can end it when it's long unused.
package final class ServerActivity: Sendable {
    package struct Reading: Sendable, Hashable {
        package var lastRequest: Date
        package var openWatches = 0
    }

    private let reading: Mutex<Reading>
    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
        reading = Mutex(Reading(lastRequest: now()))
    }

    /// When the last request came (or the last watch ended) and how many watches are open.
    package var current: Reading { reading.withLock { $0 } }

    func request() { reading.withLock { $0.lastRequest = now() } }

    func watchOpened() { reading.withLock { $0.openWatches += 1 } }

    func watchEnded() {
        reading.withLock {
            $0.openWatches -= 1
            $0.lastRequest = now()
        }
    }
}
