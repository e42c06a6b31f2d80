import Dispatch
package import FoundationEssentials
import GRDB
import Glibc

extension Database {
    /// Opens the folder's database, which is made or brought up to date where needed, and set aside for a new
    /// one where it's broken.
    /// - Throws: `PersistenceError`, with the file untouched.
    package static func open(
        _ folder: StateFolder, now: @escaping @Sendable () -> Date = { Date() },
        ids: @escaping @Sendable () -> UUID = { UUID() }
    ) async throws -> Database {
        try await open(folder, patience: .seconds(10), now: now, ids: ids)
    }

    static func open(
        _ folder: StateFolder, patience: DispatchTimeInterval,
        now: @escaping @Sendable () -> Date = { Date() },
        ids: @escaping @Sendable () -> UUID = { UUID() }
    ) async throws -> Database {
        // A write past the limit of a file's size is to be an error like any other, and no sudden death.
        signal(SIGXFSZ, SIG_IGN)
        // There was a database where others were woken about it.
        let isKnown = access(folder.wake, F_OK) == 0
        let gate = try WriteGate(
            folder.writeLock, mode: folder.fileMode, database: folder.database, patience: patience)
        // Those who have it open put together what was torn apart, before anybody begins new files beside theirs.
        let deadline = DispatchTime.now() + patience
        while DatabaseFiles.areTornApart(folder.database) {
            guard DispatchTime.now() < deadline else { throw PersistenceError.locked(path: folder.database) }
            utimes(folder.wake, nil)
            try await Task.sleep(for: .milliseconds(50))
        }
        let opened = try await gate.pass {
            try openFile(folder, gate: gate, isKnown: isKnown, now: now())
        }
        let wake = try WakeFile(folder.wake, mode: folder.fileMode)
        return Database(folder: folder, opened: opened, gate: gate, wake: wake, now: now, ids: ids)
    }

    /// Opens or makes the file, within the gate, and notes in it what was lost before.
    /// - Parameter isKnown: whether there was one.
    static func openFile(
        _ folder: StateFolder, gate: WriteGate, isKnown: Bool, now: Date
    ) throws -> OpenedDatabase {
        let path = folder.database
        var loss: Loss?
        do {
            if try checkHeader(path) == .nothing {
                try BrokenFile.setAsideOrphans(of: path, now: now)
                if isKnown { loss = .missing }
            }
            for _ in 0..<5 {
                do {
                    return try connect(folder, gate: gate, loss: loss, now: now)
                } catch is OpenedDatabase.Torn {}
            }
            throw PersistenceError.locked(path: path)
        } catch let error as PersistenceError where error.isOfBrokenFile && folder.ownsDatabase {
            let kept = try BrokenFile.setAside(path, now: now)
            return try connect(folder, gate: gate, loss: .broken(kept: kept), now: now)
        }
    }

    private static func connect(
        _ folder: StateFolder, gate: WriteGate, loss: Loss?, now: Date
    ) throws -> OpenedDatabase {
        let path = folder.database
        // SQLite gives the -wal and -shm files the mode of the main one.
        try OpenFile.make(path, mode: folder.fileMode)
        try folder.access.check(file: path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 3
        return try PersistenceError.translating(path: path) {
            let pool = try DatabasePool(path: path, configuration: configuration)
            do {
                try prepare(pool, path: path)
                let opened = try OpenedDatabase(pool: pool, path: path)
                try note(loss, in: pool, gate: gate, now: now)
                return opened
            } catch let error as DatabaseError where error.isOfBrokenFile {
                // Closed, it would write its -wal file into the broken one and remove it.
                _ = Unmanaged.passRetained(pool)
                throw error
            }
        }
    }

    private static func prepare(_ pool: DatabasePool, path: String) throws {
        try pool.writeWithoutTransaction { connection in
            // GRDB sets NORMAL for WAL, after which a power cut could take back what we called accepted.
            try connection.execute(sql: "PRAGMA synchronous = FULL")
            try claimOwnership(connection, path: path)
        }
        let migrator = Schema.migrator
        let (isNewer, isCurrent) = try pool.read { connection in
            (try migrator.hasBeenSuperseded(connection), try migrator.hasCompletedMigrations(connection))
        }
        if isNewer { throw PersistenceError.newer(path: path) }
        if !isCurrent { try migrator.migrate(pool) }
    }

    /// Notes a loss in the audit trail, to be made good from the clusters. One that nobody saw shows in the
    /// number of the newest entry, which the gate's file has as well.
    private static func note(
        _ loss: Loss?, in pool: DatabasePool, gate: WriteGate, now: Date
    ) throws {
        let newest = try pool.read { try AuditRecord.newestNumber($0) }
        guard let loss = loss ?? (gate.noted > newest ? .outdated(gate.noted - newest) : nil) else { return }
        let number = try pool.write { connection in
            try loss.note(connection, now: now)
            return try AuditRecord.newestNumber(connection)
        }
        gate.note(number)
    }

    private enum Header: Hashable {
        case nothing, ours
    }

    /// Refuses another program's file before SQLite gets to change its journal mode.
    private static func checkHeader(_ path: String) throws(PersistenceError) -> Header {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return .nothing }
            throw PersistenceError(errno: errno, path: path)
        }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 100)
        let count = Glibc.read(descriptor, &header, header.count)
        if count == 0 { return .nothing }
        guard count == header.count, header.starts(with: "SQLite format 3\0".utf8) else {
            throw .notADatabase(path: path)
        }
        // Bytes 68 to 71 hold the application id (sqlite.org/fileformat2.html), unless a newer first page is
        // still in the -wal file.
        let applicationID = header[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
        var log = stat()
        let hasLog = stat(path + "-wal", &log) == 0 && log.st_size > 0
        if applicationID != Schema.applicationID, !hasLog { throw .foreign(path: path) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        if BrokenFile.isTruncated(header: header, size: size, hasLog: hasLog) { throw .corrupt(path: path) }
        return .ours
    }

    private static func claimOwnership(_ connection: Connection, path: String) throws {
        let id = try Int32.fetchOne(connection, sql: "PRAGMA application_id")
        if id == Schema.applicationID { return }
        guard try Int.fetchOne(connection, sql: "SELECT COUNT(*) FROM sqlite_master") == 0 else {
            throw PersistenceError.foreign(path: path)
        }
        try connection.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
    }
}
