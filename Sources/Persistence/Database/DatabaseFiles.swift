import Glibc

/// The files that a database in use consists of.
struct DatabaseFiles: Hashable, Sendable {
    let main: FileIdentity?
    let log: FileIdentity?
    let shm: FileIdentity?

    init(of path: String) {
        (main, log, shm) = (FileIdentity(path), FileIdentity(path + "-wal"), FileIdentity(path + "-shm"))
    }

    /// Whether none of them was taken away.
    var isWhole: Bool { main != nil && log != nil && shm != nil }

    /// Whether somebody has the database open whose -wal or -shm file was taken away.
    static func areTornApart(_ path: String) -> Bool {
        let files = DatabaseFiles(of: path)
        guard files.main != nil, files.log == nil || files.shm == nil else { return false }
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // Where SQLite has its shared locks: PENDING_BYTE + 2 (sqlite.org/src/file/src/os.h).
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 0x4000_0002
        lock.l_len = 510
        // F_OFD_GETLK: a lock of this process counts as well (fcntl(2)).
        guard fcntl(descriptor, 36, &lock) == 0 else { return false }
        return lock.l_type != Int16(F_UNLCK)
    }
}

/// What tells a file from any other on the machine.
struct FileIdentity: Hashable, Sendable {
    private let device: dev_t
    private let inode: ino_t

    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        device = status.st_dev
        inode = status.st_ino
    }

    /// Whether there's nothing in the file, or no such file.
    static func isEmpty(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) != 0 ? errno == ENOENT : status.st_size == 0
    }
}
