import Glibc

/// An open file, closed with its last reference. No child inherits it, and no symbolic link leads to it.
final class OpenFile: Sendable {
    let path: String
    let descriptor: Int32

    /// Opens the file, which is made with `mode` where it's missing.
    init(_ path: String, flags: Int32 = O_RDWR, mode: mode_t) throws(PersistenceError) {
        self.path = path
        let flags = flags | O_CLOEXEC | O_NOFOLLOW
        var descriptor = open(path, flags)
        if descriptor < 0, errno == ENOENT {
            try Self.make(path, mode: mode)
            descriptor = open(path, flags)
        }
        guard descriptor >= 0 else { throw PersistenceError(errno: errno, path: path) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Makes an empty file unless there is one. It appears with its mode, so that nobody who shares the folder
    /// meets it with the one that the umask left.
    static func make(_ path: String, mode: mode_t) throws(PersistenceError) {
        var template = Array("\(path).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw PersistenceError(errno: errno, path: path) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        defer {
            unlink(template)
            close(descriptor)
        }
        guard fchmod(descriptor, mode) == 0, link(template, path) == 0 || errno == EEXIST else {
            throw PersistenceError(errno: errno, path: path)
        }
    }

    /// Whether the path still names this file.
    var isCurrent: Bool {
        var named = stat()
        var opened = stat()
        guard lstat(path, &named) == 0, fstat(descriptor, &opened) == 0 else { return false }
        return named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
    }
}
