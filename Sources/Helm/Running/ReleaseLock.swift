import FoundationEssentials
import Glibc

/// The lock file that a running Helm holds for its release: free means that no Helm works on it, not even
/// one whose parent was killed.
package struct ReleaseLock: Sendable {
    package let file: String

    package init(file: String) { self.file = file }

    /// Whether some process holds the lock now, or is just about to take it.
    package func isHeld() throws(HelmError) -> Bool {
        // In this order, as who is about to take it becomes who has it.
        if isAwaited { return true }
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return false }
            throw .lockUnusable(file: file, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        // A shared lock is enough to see an exclusive one, and two who look don't hinder each other.
        while flock(descriptor, LOCK_SH | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return true
            default: throw .lockUnusable(file: file, reason: String(cString: strerror(errno)))
            }
        }
        return false
    }

    /// Whether a process that is to become a Helm waits for the lock: its parent may have died in between.
    private var isAwaited: Bool {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let wanted = Array(file.utf8)
        return processes.contains { name in
            guard name.first?.isNumber == true,
                let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
            else { return false }
            return line.split(separator: 0).contains { $0.elementsEqual(wanted) }
        }
    }

    /// Waits until nobody holds the lock; suspends, never blocks a thread.
    /// - Throws: `HelmError.locked` when `limit` passes first; `CancellationError`.
    package func waitUntilFree(
        within limit: Duration, clock: any Clock<Duration> = ContinuousClock()
    ) async throws {
        var waited = Duration.zero
        var pause = Duration.milliseconds(10)
        while try isHeld() {
            guard waited < limit else { throw HelmError.locked(file: file) }
            pause = min(pause, limit - waited)
            try await clock.sleep(for: pause)
            waited += pause
            pause = min(pause * 2, .milliseconds(250))
        }
    }
}
