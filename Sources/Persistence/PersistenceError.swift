import GRDB
import Glibc

/// Why the state on disk can't be used, or a write to it didn't happen.
package enum PersistenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Somebody else could read or replace it; `mend` is what puts it right.
    case insecure(path: String, problem: String, mend: String)
    /// Somebody held it longer than we wait.
    case locked(path: String)
    case readOnly(path: String)
    case notADatabase(path: String)
    /// A SQLite database, but another program's.
    case foreign(path: String)
    case corrupt(path: String)
    /// It was damaged; a new one has been begun, and the old one is kept as `as`, where this process moved it.
    case setAside(path: String, as: String?)
    /// Its -wal or -shm file was taken away while this process had it open, and others began new ones.
    case abandoned(path: String)
    /// The disk, or a limit on the size of files, didn't let it be read or written.
    case inputOutput(path: String, code: Int32)
    /// Written by a later version of this program.
    case newer(path: String)
    case full(path: String)
    case cannotOpen(path: String, reason: String)
    /// Anything else, by SQLite's extended result code.
    case failed(path: String, code: Int32)

    package var description: String {
        switch self {
        case .insecure(let path, let problem, let mend): "\(path) \(problem); \(mend)"
        case .locked(let path):
            "\(path) is locked by another program; nothing was changed: close what holds it "
                + "(`fuser \(path)` names it) and try again"
        case .readOnly(let path):
            "\(path) can't be written to; make the file and its folder writable, or set DATABASE_URL to "
                + "a place that is"
        case .notADatabase(let path):
            "\(path) is not an SQLite database; move it away, or set DATABASE_URL to another file"
        case .foreign(let path):
            "\(path) is another program's database, which is left alone; set DATABASE_URL to another file"
        case .corrupt(let path):
            "\(path) is damaged; move it away and `urumi adopt` rebuilds it from the cluster"
        case .setAside(let path, let kept):
            "\(path) was damaged and is kept as \(kept ?? "\(path).broken-TIME"); a new one was begun, which the "
                + "next command fills from the cluster. This was not recorded: try again"
        case .abandoned(let path):
            "the -wal or -shm file of \(path) was removed while this program had it open, and another has begun a "
                + "new one since; nothing was recorded: end this program and start it again"
        case .inputOutput(let path, let code):
            "\(path) couldn't be read or written (SQLite's code \(code)); look at the disk (`dmesg`), at "
                + "`ulimit -f` and at whether its -wal file was removed, then see in `urumi jobs` what was recorded"
        case .newer(let path):
            "\(path) was written by a newer urumi; use that one, or set DATABASE_URL to another file"
        case .full(let path): "no space is left for \(path); nothing was changed: free some and try again"
        case .cannotOpen(let path, let reason): "\(path) can't be opened: \(reason)"
        case .failed(let path, let code):
            "\(path): SQLite gave up with code \(code); nothing was changed: try again, and see "
                + "sqlite.org/rescode.html for what the code means"
        }
    }
}

extension PersistenceError {
    init(_ error: DatabaseError, path: String) {
        self =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path: path)
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly(path: path)
            case .SQLITE_NOTADB: .notADatabase(path: path)
            case .SQLITE_CORRUPT: .corrupt(path: path)
            case .SQLITE_FULL: .full(path: path)
            case .SQLITE_IOERR where Self.isFull(path): .full(path: path)
            case .SQLITE_IOERR: .inputOutput(path: path, code: error.extendedResultCode.rawValue)
            case .SQLITE_CANTOPEN where Self.isFull(path): .full(path: path)
            case .SQLITE_CANTOPEN: .cannotOpen(path: path, reason: "look at its folder and their modes")
            default: .failed(path: path, code: error.extendedResultCode.rawValue)
            }
    }

    /// Whether the file system has no room; SQLite only says that a file couldn't be made longer.
    private static func isFull(_ path: String) -> Bool {
        var status = statvfs()
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        return statvfs(folder, &status) == 0
            && (status.f_bavail == 0 || status.f_favail == 0 && status.f_files > 0)
    }

    /// Whether the file itself is at fault, for good.
    var isOfBrokenFile: Bool {
        switch self {
        case .corrupt, .notADatabase: true
        default: false
        }
    }

    /// From an `errno`.
    init(errno code: Int32, path: String) {
        self =
            switch code {
            case EROFS, EACCES, EPERM: .readOnly(path: path)
            case ENOSPC, EDQUOT: .full(path: path)
            case ELOOP: .symbolicLink(path)
            default: .cannotOpen(path: path, reason: String(cString: strerror(code)))
            }
    }

    static func symbolicLink(_ path: String) -> PersistenceError {
        .insecure(path: path, problem: "is a symbolic link", mend: "name what it points to, or remove it")
    }

    /// Runs `body`, whose SQLite errors become ours.
    static func translating<T>(path: String, _ body: () throws -> T) throws -> T {
        do {
            return try translatingDecoding(path: path, body)
        } catch let error as DatabaseError {
            throw PersistenceError(error, path: path)
        }
    }

    /// Runs `body`, in which a row that makes no sense is a damaged file.
    static func translatingDecoding<T>(path: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch is DecodingError {
            throw PersistenceError.corrupt(path: path)
        }
    }
}
