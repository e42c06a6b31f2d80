package import Domain
import Synchronization

extension Database: WorkerRegistry {
    package func announceWorker(cluster: String) throws -> any WorkerPresence {
        let lock = try WorkerLock(workerLock(of: cluster), mode: folder.fileMode)
        presences.withLock { presences in
            presences.removeAll { !$0.isHeld }
            presences.append(lock)
        }
        return lock
    }

    package func hasWorker(cluster: String) throws -> Bool {
        try WorkerLock.isHeld(workerLock(of: cluster), mode: folder.fileMode)
    }

    /// Contexts may have any characters and length, so the file has their FNV-1a hash.
    private func workerLock(of cluster: String) -> String {
        let hash = cluster.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "\(folder.workers)/\(String(hash, radix: 16)).lock"
    }
}
