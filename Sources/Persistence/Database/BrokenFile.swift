import FoundationEssentials
import GRDB
import Glibc

/// A database's file that can't be used any more, kept under another name with what belongs to it.
enum BrokenFile {
    private static let parts = ["", "-wal", "-shm"]

    /// Moves the file away, whole, and returns its new path.
    static func setAside(_ path: String, now: Date) throws(PersistenceError) -> String {
        let kept = freeName(path, now: now)
        for part in parts {
            guard rename(path + part, kept + part) == 0 || errno == ENOENT else {
                throw PersistenceError(errno: errno, path: path + part)
            }
        }
        return kept
    }

    /// Moves away the -wal and -shm files of a database that is gone, which mustn't become the next one's.
    static func setAsideOrphans(of path: String, now: Date) throws(PersistenceError) {
        let orphans = parts.dropFirst().filter { access(path + $0, F_OK) == 0 }
        guard !orphans.isEmpty else { return }
        let kept = freeName(path, now: now)
        for part in orphans where rename(path + part, kept + part) != 0 {
            throw PersistenceError(errno: errno, path: path + part)
        }
    }

    /// Whether the file is shorter than its header says. Whatever a -wal file still holds may make up for that.
    static func isTruncated(header: [UInt8], size: Int, hasLog: Bool) -> Bool {
        guard !hasLog else { return false }
        let pageSize = Int(header[16]) << 8 | Int(header[17])
        func number(_ offset: Int) -> Int { header[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        // The count of pages holds where it was written together with the change counter
        // (sqlite.org/fileformat2.html, 1.3.8).
        guard number(24) == number(92) else { return false }
        return size < number(28) * (pageSize == 1 ? 65536 : pageSize)
    }

    private static func freeName(_ path: String, now: Date) -> String {
        let time = now.formatted(
            Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt))
        let name = "\(path).broken-\(time)"
        var number = 1
        func candidate() -> String { number == 1 ? name : "\(name)-\(number)" }
        while parts.contains(where: { access(candidate() + $0, F_OK) == 0 }) { number += 1 }
        return candidate()
    }
}
