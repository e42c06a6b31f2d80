package import Foundation
import Glibc
import Kubernetes
import Synchronization

/// The objects on disk: a snapshot and one or more files of changes after it, one JSON document a line.
/// Changes carry their version, so their order in the files doesn't matter and none is applied twice. A
/// torn last line (the process was killed while it wrote) is left out. Files are readable by their owner
/// only.
package final class Journal: Sendable {
    private let folder: URL
    private let file: Mutex<File>

    /// What the files held when the journal was opened.
    struct Contents: Sendable {
        var objects: [ObjectKey: JSONValue] = [:]
        var resourceVersion: UInt64 = 0
    }

    private struct File: Sendable {
        var descriptor: Int32
        var segment: Int
        var bytes = 0
        /// Why the last change isn't in it; then none is, until a snapshot has all.
        var failure: String?
        var contents: Contents?
    }

    /// Opens the journal in `folder`, which is made (0700) if it's missing, and reads what it holds.
    package init(folder: URL) throws(DemoClusterError) {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .stateFolder(folder.path, "\(error)")
        }
        let segments = Self.segments(in: folder)
        var replay = Replay()
        replay.read(Self.snapshotFile(in: folder))
        replay.changesSize = 0
        for segment in segments { replay.read(Self.segmentFile(segment, in: folder)) }
        let last = segments.last ?? 1
        let descriptor = try Self.open(segment: last, in: folder)
        let failure = replay.endsTorn ? Self.write([UInt8(ascii: "\n")], to: descriptor) : nil
        file = Mutex(
            File(
                descriptor: descriptor, segment: last, bytes: replay.changesSize, failure: failure,
                contents: replay.contents))
    }

    deinit {
        let descriptor = file.withLock { $0.descriptor }
        close(descriptor)
    }

    /// What the files held, once: it isn't kept.
    func takeContents() -> Contents? {
        file.withLock { file in
            defer { file.contents = nil }
            return file.contents
        }
    }

    /// Writes a change; when this returns, the change outlives the process, unless there's a `failure`.
    func append(_ change: ObjectChange) {
        let record: JournalRecord =
            change.operation == .deleted
            ? .removed(change.key, resourceVersion: change.resourceVersion) : .stored(change.object)
        let line = record.line
        file.withLock { file in
            guard file.failure == nil else { return }
            file.failure = Self.write(line, to: file.descriptor)
            file.bytes += line.count
        }
    }

    /// How much was written since the last compaction, in bytes; without bound where something wasn't.
    var pending: Int { file.withLock { $0.failure == nil ? $0.bytes : .max } }

    /// Why changes aren't kept, such as for want of space, until a compaction succeeds; nil where they are.
    var failure: String? { file.withLock { $0.failure } }

    /// Writes the objects of `view()`, which is asked for once new changes go to a new file, as the new
    /// snapshot and removes the files it makes needless.
    func compact(_ view: () -> StoreView) throws(DemoClusterError) {
        let last = file.withLock { $0.segment }
        let descriptor = try Self.open(segment: last + 1, in: folder)
        let old = file.withLock { file in
            defer {
                file.descriptor = descriptor
                file.segment = last + 1
                file.bytes = 0
                file.failure = nil
            }
            return file
        }
        close(old.descriptor)
        // Of an attempt before this one, which failed.
        if old.bytes == 0 { unlink(Self.segmentFile(last, in: folder).path) }
        do {
            try writeSnapshot(view())
        } catch {
            if let failure = old.failure { file.withLock { $0.failure = failure } }
            throw error
        }
        for segment in Self.segments(in: folder) where segment <= last {
            unlink(Self.segmentFile(segment, in: folder).path)
        }
    }

    private func writeSnapshot(_ view: StoreView) throws(DemoClusterError) {
        let final = Self.snapshotFile(in: folder)
        let draft = final.path + ".new"
        let descriptor = Glibc.open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .stateFolder(draft, String(cString: strerror(errno))) }
        var buffer = JournalRecord.version(view.resourceVersion).line
        var failure: String?
        view.objects.forEach { _, object in
            buffer += JournalRecord.stored(object).line
            guard failure == nil, buffer.count > 1 << 18 else { return }
            failure = Self.write(buffer, to: descriptor)
            buffer.removeAll(keepingCapacity: true)
        }
        failure = failure ?? Self.write(buffer, to: descriptor)
        if failure == nil, fsync(descriptor) != 0 { failure = String(cString: strerror(errno)) }
        close(descriptor)
        // The snapshot before stays where this one isn't whole.
        if failure == nil, rename(draft, final.path) != 0 { failure = String(cString: strerror(errno)) }
        if let failure {
            unlink(draft)
            throw .stateFolder(final.path, failure)
        }
    }

    private static func snapshotFile(in folder: URL) -> URL { folder.appending(path: "objects.json") }

    private static func segmentFile(_ segment: Int, in folder: URL) -> URL {
        folder.appending(path: "changes.\(segment).json")
    }

    private static func segments(in folder: URL) -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.compactMap { name in
            guard name.hasPrefix("changes."), name.hasSuffix(".json") else { return nil }
            return Int(name.dropFirst("changes.".count).dropLast(".json".count))
        }.sorted()
    }

    private static func open(segment: Int, in folder: URL) throws(DemoClusterError) -> Int32 {
        let path = segmentFile(segment, in: folder).path
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .stateFolder(path, String(cString: strerror(errno))) }
        return descriptor
    }

    /// - Returns: why not all of it was written, or nil.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> String? {
        bytes.withUnsafeBytes { buffer in
            var sent = 0
            while sent < buffer.count, let start = buffer.baseAddress {
                let count = Glibc.write(descriptor, start + sent, buffer.count - sent)
                if count > 0 {
                    sent += count
                } else if errno != EINTR {
                    return String(cString: strerror(errno))
                }
            }
            return nil
        }
    }
}

/// Puts the objects together again from the lines of the files, in any order.
private struct Replay {
    var contents = Journal.Contents()
    /// The size of the files of changes, and whether the last one lacks its last line's end.
    var changesSize = 0
    var endsTorn = false
    private var removed: [ObjectKey: UInt64] = [:]

    mutating func read(_ file: URL) {
        guard let data = try? Data(contentsOf: file), let end = data.last else { return }
        endsTorn = end != UInt8(ascii: "\n")
        changesSize += data.count
        for line in data.split(separator: UInt8(ascii: "\n")) {
            guard let record = JournalRecord(line: line) else { continue }
            apply(record)
        }
    }

    private mutating func apply(_ record: JournalRecord) {
        switch record {
        case .version(let version):
            contents.resourceVersion = max(contents.resourceVersion, version)
        case .removed(let key, let version):
            contents.resourceVersion = max(contents.resourceVersion, version)
            removed[key] = max(removed[key] ?? 0, version)
            if let object = contents.objects[key], object.resourceVersion < version {
                contents.objects[key] = nil
            }
        case .stored(let object):
            guard let key = JournalRecord.key(of: object) else { return }
            let version = object.resourceVersion
            contents.resourceVersion = max(contents.resourceVersion, version)
            guard version > removed[key] ?? 0, version > contents.objects[key]?.resourceVersion ?? 0 else {
                return
            }
            contents.objects[key] = object
        }
    }
}
