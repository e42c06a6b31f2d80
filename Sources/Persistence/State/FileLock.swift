import Glibc
import Synchronization

/// The kernel's exclusive lock on a file: gone with the process that holds it, however that ends. Each has an
/// open file description of its own, so two of them conflict within one process as well.
final class FileLock: Sendable {
    private let file: OpenFile
    private let isHeld = Mutex(true)

    private init(file: OpenFile) { self.file = file }

    deinit { release() }

    /// The lock, or nil while somebody has it.
    static func take(_ path: String, mode: mode_t) throws(PersistenceError) -> FileLock? {
        while true {
            let file = try OpenFile(path, mode: mode)
            while flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 {
                if errno == EWOULDBLOCK { return nil }
                if errno != EINTR { throw PersistenceError(errno: errno, path: path) }
            }
            // Its last holder may have removed the file while we opened it.
            if file.isCurrent { return FileLock(file: file) }
        }
    }

    /// Lets go, once; `removing` also takes the file away, for when nobody will want the lock again.
    func release(removing: Bool = false) {
        isHeld.withLock { held in
            guard held else { return }
            held = false
            if removing { unlink(file.path) }
            // Said outright, as a child between fork and exec still shares the descriptor.
            flock(file.descriptor, LOCK_UN)
        }
    }
}
