import Domain
import FoundationEssentials
import GRDB
import Synchronization

typealias Connection = GRDB.Database

/// The state on disk: stores, jobs and the audit trail in one SQLite file that any number of processes use at
/// once, with the kernel's locks for who works on what. A process opens it once for each state folder.
package final class Database: Sendable {
    package let folder: StateFolder
    let pool: DatabasePool
    let gate: WriteGate
    let wake: WakeFile
    /// The stores whose locks this instance holds.
    let held = Mutex<Set<StoreID>>([])
    let ids: @Sendable () -> UUID
    private let now: @Sendable () -> Date

    init(
        folder: StateFolder, pool: DatabasePool, gate: WriteGate, wake: WakeFile,
        now: @escaping @Sendable () -> Date, ids: @escaping @Sendable () -> UUID
    ) {
        self.folder = folder
        self.pool = pool
        self.gate = gate
        self.wake = wake
        self.now = now
        self.ids = ids
    }

    /// The time, as exact as it's stored.
    var moment: Date { Date(milliseconds: now().milliseconds) }

    func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        do {
            return try await pool.read { connection in
                try PersistenceError.translating(path: self.folder.database) { try body(connection) }
            }
        } catch let error as DatabaseError {
            throw PersistenceError(error, path: folder.database)
        }
    }

    /// Runs `body` in a transaction of which either all is on disk when this returns or nothing ever, and
    /// wakes all processes if it changed anything.
    func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await gate.pass { [pool, wake, folder] in
            let (value, isChange) = try PersistenceError.translating(path: folder.database) {
                try pool.write { connection in
                    let before = connection.totalChangesCount
                    return (try body(connection), connection.totalChangesCount != before)
                }
            }
            if isChange { wake.touch() }
            return value
        }
    }
}

extension Date {
    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// Since 1970.
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }
}
