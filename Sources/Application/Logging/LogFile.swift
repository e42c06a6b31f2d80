internal import Foundation
internal import Synchronization

/// A log file that several processes append to, line by line; set aside once as `.1` when it grows too long.
/// A failure to write is dropped: a log must never stop what it tells of.
package final class LogFile: Sendable {
    private let path: String
    private let limit: Int
    private let handle: Mutex<FileHandle?>

    /// Creates the file with that mode where it's missing.
    package init(path: String, mode: UInt32 = 0o600, limit: Int = 5_000_000) {
        self.path = path
        self.limit = limit
        Self.setAside(path, over: limit)
        handle = Mutex(Self.opened(path, mode: mode))
    }

    /// Appends `line` and a newline in one write, so that lines of several processes don't mix.
    package func append(_ line: String) {
        handle.withLock { handle in
            try? handle?.write(contentsOf: Data((line + "\n").utf8))
        }
    }

    /// Makes the file unless there is one, whatever the umask.
    package static func make(_ path: String, mode: UInt32) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return }
        fchmod(descriptor, mode)
        close(descriptor)
    }

    private static func opened(_ path: String, mode: UInt32) -> FileHandle? {
        make(path, mode: mode)
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
        return descriptor < 0 ? nil : FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    private static func setAside(_ path: String, over limit: Int) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_size > limit else { return }
        rename(path, path + ".1")
    }
}
