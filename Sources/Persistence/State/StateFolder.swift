import Glibc

/// The folder that everything on disk is in. One that exists was found to be safe: ours alone (0700), or a
/// group's whose every member is trusted with it (2770).
package struct StateFolder: Hashable, Sendable {
    package let path: String
    /// The database's file, which needn't be in the folder.
    package let database: String
    let access: FolderAccess

    /// Makes the folder where it's missing and checks it where it isn't.
    package init(path: String) throws(PersistenceError) {
        let path = Self.absolute(path)
        try FolderAccess.makeParents(of: path)
        try self.init(path: path, database: path + "/urumi.db")
    }

    /// The folder beside a database that the user put elsewhere. What processes agree on has to be found from
    /// the database alone, or two of them might hold one store.
    package init(database: String) throws(PersistenceError) {
        let database = Self.absolute(database)
        let parent = database[..<(database.lastIndex(of: "/") ?? database.startIndex)]
        guard parent.isEmpty || Glibc.access(String(parent), F_OK) == 0 else {
            throw .cannotOpen(
                path: database, reason: "there is no folder \(parent); make it, or name another")
        }
        try self.init(path: database + "-state", database: database)
    }

    private init(path: String, database: String) throws(PersistenceError) {
        self.path = path
        self.database = database
        access = try FolderAccess(preparing: path)
        for folder in [locks, logs, charts, workers] { try access.prepare(subfolder: folder) }
        try access.check(file: database)
    }

    /// Chart snapshots by digest.
    package var charts: String { path + "/charts" }
    package var logs: String { path + "/logs" }
    package var locks: String { path + "/locks" }
    package var workers: String { path + "/workers" }
    package var wake: String { path + "/wake" }
    /// What a file in here is to have, whatever the umask: 0600, or 0660 where a group shares the folder.
    package var fileMode: UInt32 { access.fileMode }
    /// What a folder in here is to have: 0700 or 2770.
    package var folderMode: UInt32 { access.folderMode }

    /// Whether the database is a file of this folder's own, and not one that the user named.
    var ownsDatabase: Bool { database.hasPrefix(path + "/") }

    var writeLock: String { path + "/write.lock" }

    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
        defer { free(current) }
        return String(cString: current) + "/" + path
    }
}
