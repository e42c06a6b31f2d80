import GRDB
import Synchronization

/// The connections to a database's file, which somebody may have replaced since they were made, or robbed of its
/// -wal and -shm files: what is written then is in files that nobody will open again.
final class OpenedDatabase: Sendable {
    let pool: DatabasePool
    private let path: String
    private let files: DatabaseFiles
    private let schema: Mutex<Int?>
    private let closed = Mutex(false)

    /// Files were taken away while the connections were being made, which may have different ones now.
    struct Torn: Error {}

    /// - Parameter pool: with its writer connected, which has made the -wal and -shm files; they stay until the last
    ///   connection is closed.
    /// - Throws: `Torn`.
    init(pool: DatabasePool, path: String) throws {
        self.pool = pool
        self.path = path
        files = DatabaseFiles(of: path)
        schema = Mutex(try pool.read { try Self.schemaVersion($0) })
        guard files.isWhole, DatabaseFiles(of: path) == files else { throw Torn() }
    }

    deinit {
        // SQLite's last connection takes away the -wal and -shm files by name, which may be another file's now.
        if !isClosed, !isRestorable { leaveOpen() }
    }

    /// Whether it was given up for other connections.
    var isClosed: Bool { closed.withLock { $0 } }

    /// What tells of its being taken away.
    var paths: [String] { [path, path + "-wal", path + "-shm"] }

    /// Whether the path still leads to all the files that are open.
    var isCurrent: Bool { !isClosed && files.isWhole && DatabaseFiles(of: path) == files }

    /// Whether the path leads to the database that is open, with or without what belongs to it.
    var hasItsFile: Bool { files.main != nil && FileIdentity(path) == files.main }

    /// Leaves the connections to the process's end, so that closing them changes nothing on disk.
    func leaveOpen() { _ = Unmanaged.passRetained(pool) }

    /// Closes the connections to a file whose -wal or -shm file was taken away, with all that was written in it.
    /// - Throws: `PersistenceError.abandoned` where others began new ones, which then are what counts.
    func restore() throws {
        guard isRestorable else { throw PersistenceError.abandoned(path: path) }
        try PersistenceError.translating(path: path) {
            let isBusy = try pool.writeWithoutTransaction { connection in
                try Bool.fetchOne(connection, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? true
            }
            if isBusy { throw PersistenceError.locked(path: path) }
            // While one connection is open, this process' next ones would share its -shm file.
            try pool.close()
        }
        closed.withLock { $0 = true }
    }

    /// Whether nobody has written anything to the database but through the files that are open.
    private var isRestorable: Bool {
        let now = DatabaseFiles(of: path)
        return hasItsFile && (now.shm == nil || now.shm == files.shm)
            && (now.log == files.log || FileIdentity.isEmpty(path + "-wal"))
    }

    /// Whether nothing is wrong with the file, as a connection of its own sees it.
    var isSound: Bool {
        var configuration = Configuration()
        configuration.readonly = true
        let found = try? DatabaseQueue(path: path, configuration: configuration).read { connection in
            try String.fetchOne(connection, sql: "PRAGMA quick_check(1)")
        }
        return found == "ok"
    }

    /// - Throws: `PersistenceError.newer` where a later version of the program changed the tables meanwhile.
    func requireOwnSchema(_ connection: Connection) throws {
        let version = try Self.schemaVersion(connection)
        if schema.withLock({ $0 == version }) { return }
        if try Schema.migrator.hasBeenSuperseded(connection) { throw PersistenceError.newer(path: path) }
        schema.withLock { $0 = version }
    }

    private static func schemaVersion(_ connection: Connection) throws -> Int? {
        try Int.fetchOne(connection.cachedStatement(sql: "PRAGMA schema_version"))
    }
}
