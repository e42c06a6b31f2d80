import Dispatch
package import FoundationEssentials
import GRDB
import Glibc

extension Database {
    /// Opens the folder's database, which is made or brought up to date where needed.
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
        let gate = try WriteGate(
            folder.writeLock, mode: folder.fileMode, database: folder.database, patience: patience)
        let wake = try WakeFile(folder.wake, mode: folder.fileMode)
        let pool = try await gate.pass {
            try PersistenceError.translating(path: folder.database) { try openPool(folder) }
        }
        return Database(folder: folder, pool: pool, gate: gate, wake: wake, now: now, ids: ids)
    }

    private static func openPool(_ folder: StateFolder) throws -> DatabasePool {
        let path = folder.database
        try checkHeader(path)
        // SQLite gives the -wal and -shm files the mode of the main one.
        try OpenFile.make(path, mode: folder.fileMode)
        try folder.access.check(file: path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 3
        let pool = try DatabasePool(path: path, configuration: configuration)
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
        return pool
    }

    /// Refuses another program's file before SQLite gets to change its journal mode.
    private static func checkHeader(_ path: String) throws(PersistenceError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw PersistenceError(errno: errno, path: path)
        }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 100)
        let count = Glibc.read(descriptor, &header, header.count)
        if count == 0 { return }
        guard count == header.count, header.starts(with: "SQLite format 3\0".utf8) else {
            throw .notADatabase(path: path)
        }
        // Bytes 68 to 71 hold the application id (sqlite.org/fileformat2.html), unless a newer first page is
        // still in the -wal file.
        let applicationID = header[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
        var log = stat()
        let hasLog = stat(path + "-wal", &log) == 0 && log.st_size > 0
        if applicationID != Schema.applicationID, !hasLog { throw .foreign(path: path) }
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
