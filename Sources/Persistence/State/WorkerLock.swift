import Domain
import Glibc
import Synchronization

/// A worker's being there: a shared lock that others can ask about without taking it themselves.
final class WorkerLock: WorkerPresence {
    private let file: Mutex<OpenFile?>

    init(_ path: String, mode: mode_t) throws(PersistenceError) {
        let file = try OpenFile(path, mode: mode)
        var lock = Self.lock(F_RDLCK)
        guard fcntl(file.descriptor, Self.set, &lock) == 0 else {
            throw PersistenceError(errno: errno, path: path)
        }
        self.file = Mutex(file)
    }

    func end() {
        file.withLock { file in
            if let file {
                var lock = Self.lock(F_UNLCK)
                _ = fcntl(file.descriptor, Self.set, &lock)
            }
            file = nil
        }
    }

    var isHeld: Bool { file.withLock { $0 != nil } }

    deinit { end() }

    static func isHeld(_ path: String, mode: mode_t) throws(PersistenceError) -> Bool {
        let file = try OpenFile(path, mode: mode)
        var lock = Self.lock(F_WRLCK)
        guard fcntl(file.descriptor, Self.get, &lock) == 0 else {
            throw PersistenceError(errno: errno, path: path)
        }
        return lock.l_type != Int16(F_UNLCK)
    }

    // F_OFD_GETLK and F_OFD_SETLK: locks of the open file, not of the process (fcntl(2)).
    private static let get: Int32 = 36
    private static let set: Int32 = 37

    private static func lock(_ type: Int32) -> flock {
        var lock = flock()
        lock.l_type = Int16(type)
        lock.l_whence = Int16(SEEK_SET)
        return lock
    }
}
