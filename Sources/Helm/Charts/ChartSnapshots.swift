package import Foundation
import Glibc

/// Copies of charts, kept by digest, so that a job uses its chart as it was when it was enqueued.
/// Safe to use from several processes at once.
package struct ChartSnapshots: Sendable {
    /// A stored copy.
    package struct Snapshot: Sendable, Equatable {
        package let digest: String
        package let chart: Chart
    }

    private let folder: String
    private let isShared: Bool
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - folder: made when missing.
    ///   - isShared: whether every member of the folder's group reads, replaces and prunes what is in it;
    ///     otherwise its owner alone does.
    package init(folder: String, isShared: Bool = false, now: @escaping @Sendable () -> Date = { Date() }) {
        self.folder = folder
        self.isShared = isShared
        self.now = now
    }

    /// Copies the chart unless the same one is stored already. On return the copy is whole and on disk.
    package func store(_ chart: Chart) throws(HelmError) -> Snapshot {
        let files = try ChartFiles(folder: chart.folder)
        let digest = files.digest
        let target = path(of: digest)
        if FileManager.default.fileExists(atPath: target) {
            if let known = try? snapshot(digest) {
                // A fresh date keeps it from being pruned before the job that names it is recorded.
                refresh(target)
                // Unless it was pruned in the moment before.
                if FileManager.default.fileExists(atPath: target) { return known }
            }
            putAside(target)
        }
        let temporary = newPath
        do {
            try makeFolder(folder)
            try makeFolder(temporary)
            for file in files.files { try write(file.contents, to: temporary + "/" + file.path) }
            refresh(temporary)
            if rename(temporary, target) != 0 {
                let reason = String(cString: strerror(errno))
                // Another process may have stored the same chart meanwhile.
                try? FileManager.default.removeItem(atPath: temporary)
                if let stored = try? snapshot(digest) { return stored }
                throw HelmError.snapshotNotStored(path: target, reason: reason)
            }
            synchronize(folder)
        } catch let error as HelmError {
            throw error
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw .snapshotNotStored(path: target, reason: error.localizedDescription)
        }
        return try snapshot(digest)
    }

    /// The stored copy of that digest, its contents verified.
    package func snapshot(_ digest: String) throws(HelmError) -> Snapshot {
        let target = path(of: digest)
        guard FileManager.default.fileExists(atPath: target) else { throw .snapshotMissing(digest: digest) }
        guard try ChartFiles(folder: target).digest == digest else {
            throw .snapshotDamaged(digest: digest, path: target)
        }
        return Snapshot(digest: digest, chart: try Chart(folder: target))
    }

    /// Removes the copies whose digest is not in `used` and that are older than `age`, together with what
    /// interrupted copies left; returns the digests removed.
    @discardableResult
    package func prune(keeping used: Set<String>, olderThan age: TimeInterval = 3600) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let limit = now().addingTimeInterval(-age)
        return names.filter { name in
            let isCopy = name.count == 64 && name.allSatisfy(\.isHexDigit)
            guard isCopy && !used.contains(name) || name.hasPrefix(".new-") else { return false }
            let path = path(of: name)
            guard isOld(path, limit) else { return false }
            let aside = newPath
            guard rename(path, aside) == 0 else { return false }
            // Somebody who wanted it in the moment before has given it a fresh date.
            if !isOld(aside, limit), rename(aside, path) == 0 { return false }
            try? FileManager.default.removeItem(atPath: aside)
            return isCopy
        }.sorted()
    }

    private func isOld(_ path: String, _ limit: Date) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.modificationDate] as? Date).map { $0 < limit } ?? false
    }

    private func path(of digest: String) -> String { folder + "/" + digest }

    /// A path that pruning takes for what an interrupted copy left.
    private var newPath: String { folder + "/.new-" + UUID().uuidString }

    private func refresh(_ path: String) {
        let date: [FileAttributeKey: Any] = [.modificationDate: now()]
        guard (try? FileManager.default.setAttributes(date, ofItemAtPath: path)) == nil else { return }
        // What another member stored may be given no date but the present one.
        utimes(path, nil)
    }

    /// Another member's copy may be moved even where its contents may not be removed.
    private func putAside(_ path: String) {
        let aside = newPath
        guard rename(path, aside) == 0 else { return }
        try? FileManager.default.removeItem(atPath: aside)
    }

    private func makeFolder(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        try makeFolder(parent(of: path))
        if mkdir(path, 0o700) != 0 {
            if errno == EEXIST { return }
            throw HelmError.snapshotNotStored(path: path, reason: String(cString: strerror(errno)))
        }
        try setMode(isShared ? 0o2770 : 0o700, of: path)
    }

    private func write(_ contents: Data, to path: String) throws {
        try makeFolder(parent(of: path))
        guard
            FileManager.default.createFile(
                atPath: path, contents: contents, attributes: [.posixPermissions: 0o600])
        else { throw HelmError.snapshotNotStored(path: path, reason: String(cString: strerror(errno))) }
        try setMode(isShared ? 0o660 : 0o600, of: path)
        synchronize(path)
    }

    /// Unlike a mode that something is made with, this one is not the umask's to cut down.
    private func setMode(_ mode: mode_t, of path: String) throws {
        guard chmod(path, mode) == 0 else {
            throw HelmError.snapshotNotStored(path: path, reason: String(cString: strerror(errno)))
        }
    }

    private func parent(of path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }

    private func synchronize(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
