import Domain
import FoundationEssentials
import GRDB
import Synchronization

typealias Connection = GRDB.Database

/// The state on disk: stores, jobs and the audit trail in one SQLite file that any number of processes use at
/// once, with the kernel's locks for who works on what. A process opens it once for each state folder. A file
/// that turns out to be broken is set aside, and one that somebody replaced is given up for its successor.
package final class Database: Sendable {
    package let folder: StateFolder
    let gate: WriteGate
    let wake: WakeFile
    /// The stores whose locks this instance holds.
    let held = Mutex<Set<StoreID>>([])
    /// This instance's workers.
    let presences = Mutex<[WorkerLock]>([])
    /// When old history was last looked for.
    let tidied = Mutex<Date?>(nil)
    let ids: @Sendable () -> UUID
    private let opened: Mutex<OpenedDatabase>
    private let now: @Sendable () -> Date

    init(
        folder: StateFolder, opened: OpenedDatabase, gate: WriteGate, wake: WakeFile,
        now: @escaping @Sendable () -> Date, ids: @escaping @Sendable () -> UUID
    ) {
        self.folder = folder
        self.opened = Mutex(opened)
        wake.follow(opened.paths)
        self.gate = gate
        self.wake = wake
        self.now = now
        self.ids = ids
    }

    /// The time, as exact as it's stored.
    var moment: Date { Date(milliseconds: now().milliseconds) }

    var pool: DatabasePool { opened.withLock { $0.pool } }

    func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        var current = opened.withLock { $0 }
        if !current.isCurrent { current = try await gate.pass { [self] in try newest() } }
        do {
            return try await current.pool.read { connection in
                try PersistenceError.translatingDecoding(path: self.folder.database) { try body(connection) }
            }
        } catch let error as DatabaseError {
            // Another task may have gone over to other files meanwhile, and closed these.
            if current.isClosed { return try await read(body) }
            guard error.isOfBrokenFile else { throw PersistenceError(error, path: folder.database) }
            throw try await gate.pass { [self, current] in replace(current, after: error) }
        }
    }

    /// Runs `body` in a transaction of which either all is on disk when this returns or nothing ever, and
    /// wakes all processes if it changed anything.
    func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await gate.pass { [self] in
            let current = try newest()
            do {
                let (value, number) = try current.pool.write { connection in
                    try current.requireOwnSchema(connection)
                    let before = connection.totalChangesCount
                    let value = try PersistenceError.translatingDecoding(path: folder.database) {
                        try body(connection)
                    }
                    let isChange = connection.totalChangesCount != before
                    return (value, isChange ? try AuditRecord.newestNumber(connection) : nil)
                }
                if let number {
                    gate.note(number)
                    wake.touch()
                }
                return value
            } catch let error as DatabaseError {
                throw error.isOfBrokenFile
                    ? replace(current, after: error) : PersistenceError(error, path: folder.database)
            } catch PersistenceError.newer(let path) {
                // So that a worker of the later version is started.
                presences.withLock { $0 }.forEach { $0.end() }
                throw PersistenceError.newer(path: path)
            }
        }
    }

    /// The file that the path leads to, opened anew if that's another one or if its -wal or -shm file was taken
    /// away; within the gate.
    private func newest() throws -> OpenedDatabase {
        let current = opened.withLock { $0 }
        if current.isCurrent { return current }
        if current.hasItsFile, !current.isClosed {
            do {
                try current.restore()
            } catch PersistenceError.abandoned(let path) {
                // So that a worker is started which sees what the others do.
                presences.withLock { $0 }.forEach { $0.end() }
                throw PersistenceError.abandoned(path: path)
            }
        }
        let next = try Self.openFile(folder, gate: gate, isKnown: true, now: now())
        opened.withLock { $0 = next }
        wake.follow(next.paths)
        wake.touch()
        return next
    }

    /// Sets a broken file aside and begins another, within the gate; what then is to be said of it.
    private func replace(_ broken: OpenedDatabase, after error: DatabaseError) -> PersistenceError {
        let path = folder.database
        do {
            // Another process may have been faster.
            guard broken.isCurrent else {
                _ = try newest()
                return .setAside(path: path, as: nil)
            }
            guard folder.ownsDatabase, !broken.isSound else { return PersistenceError(error, path: path) }
            broken.leaveOpen()
            let kept = try BrokenFile.setAside(path, now: now())
            _ = try newest()
            return .setAside(path: path, as: kept)
        } catch {
            return error as? PersistenceError ?? .corrupt(path: path)
        }
    }
}

extension DatabaseError {
    /// Whether the file itself is at fault, for good.
    var isOfBrokenFile: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}

extension Date {
    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// Since 1970.
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }
}
