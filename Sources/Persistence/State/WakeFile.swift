import Dispatch
import Glibc
import Synchronization

/// A file that whoever changes the database touches, so that all processes hear of it without polling.
final class WakeFile: Sendable {
    private let file: OpenFile
    private let listeners = Listeners()
    private let watch = Mutex<(any DispatchSourceProtocol)?>(nil)
    /// The inotify instance, once somebody listens, and what else it is to tell of.
    private let followed = Mutex<(inotify: Int32?, paths: [String])>((nil, []))

    init(_ path: String, mode: mode_t) throws(PersistenceError) {
        file = try OpenFile(path, flags: O_WRONLY, mode: mode)
    }

    deinit { watch.withLock { $0?.cancel() } }

    func touch() { futimens(file.descriptor, nil) }

    /// Wakes this process's listeners also when one of these files is removed, renamed or replaced.
    func follow(_ paths: [String]) {
        followed.withLock { followed in
            followed.paths = paths
            if let inotify = followed.inotify { Self.add(paths, to: inotify) }
        }
    }

    private static func add(_ paths: [String], to inotify: Int32) {
        for path in paths { inotify_add_watch(inotify, path, UInt32(IN_ATTRIB | IN_MOVE_SELF)) }
    }

    /// A wake at once and one after each touch; several may come as one.
    func wakes() -> AsyncStream<Void> {
        watch.withLock { watch in
            if watch == nil { watch = startWatching() }
        }
        return listeners.add()
    }

    private func startWatching() -> any DispatchSourceProtocol {
        let inotify = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard inotify >= 0, inotify_add_watch(inotify, file.path, UInt32(IN_ATTRIB)) >= 0 else {
            if inotify >= 0 { close(inotify) }
            return startLooking()
        }
        let source = DispatchSource.makeReadSource(
            fileDescriptor: inotify, queue: DispatchQueue(label: "urumi.wake"))
        source.setEventHandler { @Sendable [listeners] in
            withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
                while read(inotify, buffer.baseAddress, buffer.count) > 0 {}
            }
            listeners.wake()
        }
        source.setCancelHandler { @Sendable in close(inotify) }
        source.resume()
        followed.withLock { followed in
            followed.inotify = inotify
            Self.add(followed.paths, to: inotify)
        }
        return source
    }

    /// For when the system has no inotify instance left (128 a user by default): looks twice a second.
    private func startLooking() -> any DispatchSourceProtocol {
        let source = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "urumi.wake"))
        let seen = Mutex(file.modified)
        source.setEventHandler { @Sendable [listeners, file] in
            let modified = file.modified
            let isNew = seen.withLock { last in
                defer { last = modified }
                return last != modified
            }
            if isNew { listeners.wake() }
        }
        source.schedule(deadline: .now(), repeating: .milliseconds(500), leeway: .milliseconds(100))
        source.resume()
        return source
    }
}

/// Those who wait for a wake.
private final class Listeners: Sendable {
    private struct Table {
        var next = 0
        var continuations: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let table = Mutex(Table())

    func add() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = table.withLock { table in
            table.next += 1
            table.continuations[table.next] = continuation
            return table.next
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.table.withLock { $0.continuations.removeValue(forKey: id) }
        }
        continuation.yield()
        return stream
    }

    func wake() {
        for continuation in table.withLock({ Array($0.continuations.values) }) { continuation.yield() }
    }

    deinit { table.withLock { table in table.continuations.values.forEach { $0.finish() } } }
}

extension OpenFile {
    /// Seconds and nanoseconds of the last touch.
    fileprivate var modified: [Int] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return [] }
        return [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    }
}
