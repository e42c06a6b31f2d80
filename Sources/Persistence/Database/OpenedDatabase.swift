import GRDB
import Glibc
import Synchronization

/// The connections to a database's file, which somebody may have replaced since they were made.
final class OpenedDatabase: Sendable {
    let pool: DatabasePool
    private let path: String
    private let file: FileIdentity?
    private let schema: Mutex<Int?>

    init(pool: DatabasePool, path: String) throws {
        self.pool = pool
        self.path = path
        file = FileIdentity(path)
        schema = Mutex(try pool.read { try Self.schemaVersion($0) })
    }

    deinit {
        // SQLite's last connection takes away the -wal and -shm files by name, which are another file's now.
        if !isCurrent { leaveOpen() }
    }

    /// Whether the path still leads to the file that is open.
    var isCurrent: Bool { file != nil && FileIdentity(path) == file }

    /// Leaves the connections to the process's end, so that closing them changes nothing on disk.
    func leaveOpen() { _ = Unmanaged.passRetained(pool) }

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

/// What tells a file from any other on the machine.
private struct FileIdentity: Hashable, Sendable {
    private let device: dev_t
    private let inode: ino_t

    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        device = status.st_dev
        inode = status.st_ino
    }
}
