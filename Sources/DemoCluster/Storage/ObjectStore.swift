package import Foundation
package import Kubernetes
import Synchronization

/// The objects of the demo cluster, with the rules of an API server: one counter of versions, atomic
/// writes, admission, finalizers, a history for watches and a journal on disk. Every call is synchronous
/// and short.
package final class ObjectStore: Sendable {
    let state: Mutex<StoreState>
    /// Listeners that are gone, to be dropped with the next change. A task that's being cancelled says so here
    /// while its own lock is held, which telling a listener needs too: were it to take the state's lock, the
    /// two could wait for each other.
    let ended = Mutex<Set<Int>>([])
    let journal: Journal?
    private let admission: [any AdmissionPlugin]
    private let now: @Sendable () -> Date
    private let identifiers: @Sendable () -> String

    /// - Parameters:
    ///   - journal: keeps the objects on disk; what it holds is loaded here. nil keeps them in memory only.
    ///   - identifiers: makes uids, and the suffixes of generated names from their first characters.
    ///   - history: how many changes a watch can go back before it's told that its version is gone.
    package init(
        journal: Journal? = nil, now: @escaping @Sendable () -> Date = { Date() },
        identifiers: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() },
        admission: [any AdmissionPlugin] = [], history: Int = 20_000
    ) {
        var loaded = StoreState(keeping: history)
        if let contents = journal?.takeContents() {
            for (key, object) in contents.objects { loaded.objects[key] = object }
            loaded.resourceVersion = max(1, contents.resourceVersion)
            loaded.recent.forget(upTo: loaded.resourceVersion)
        }
        state = Mutex(loaded)
        self.journal = journal
        self.admission = admission
        self.now = now
        self.identifiers = identifiers
    }

    /// Everything stored, at one moment.
    package func view() -> StoreView {
        let stamp = timestamp
        return state.withLock {
            StoreView(objects: $0.objects, resourceVersion: $0.resourceVersion, now: stamp)
        }
    }

    /// The version of the last change.
    package var resourceVersion: UInt64 { state.withLock { $0.resourceVersion } }

    /// Rewrites the journal when `bytes` of changes have come together since it was last done. Writes go on
    /// meanwhile.
    package func compactJournal(above bytes: Int = 16 << 20) throws(DemoClusterError) {
        guard let journal, journal.pending > bytes else { return }
        try journal.compact(view)
    }

    /// Why changes aren't kept on disk, until a compaction succeeds; nil where they are.
    package var journalFailure: String? { journal?.failure }

    package func get(_ key: ObjectKey) -> JSONValue? { state.withLock { $0.objects[key] } }

    /// The objects of a kind, in one namespace or in all of them, in no order.
    package func list(_ kind: ResourceKind, namespace: String? = nil) -> [JSONValue] {
        state.withLock { $0.objects.list(kind, namespace: namespace) }
    }

    /// The objects of a kind whose labels `selector` takes.
    package func list(
        _ kind: ResourceKind, namespace: String? = nil, matching selector: LabelSelector
    ) -> [JSONValue] {
        list(kind, namespace: namespace).filter { selector.matches($0.labels) }
    }

    /// Stores a new object; its metadata, defaults and empty status are filled in.
    @discardableResult
    package func create(
        _ kind: ResourceKind, namespace: String? = nil, _ object: JSONValue,
        options: WriteOptions = WriteOptions()
    ) throws(APIFailure) -> JSONValue {
        var draft = Draft(kind: kind, namespace: namespace, object: object)
        try draft.name(suffix: identifiers)
        draft.stamp(uid: identifiers(), at: timestamp)
        return try transaction(options.dryRun) { (state) throws(APIFailure) in
            let key = draft.key
            if state.objects[key] != nil { throw .alreadyExists(kind, key.name) }
            var object = draft.object.containsNull ? draft.object.withoutNulls : draft.object
            Defaulting.fill(kind, &object)
            object = try admit(
                AdmissionRequest(
                    operation: .create, key: key, subresource: nil, object: object, previous: nil), state)
            Defaulting.fill(kind, &object)
            Allocation.fill(kind, &object, state.objects)
            try Validation.check(kind, object, replacing: nil)
            options.manager?.take(&object, from: nil, at: timestamp)
            return Write(key: key, object: object, previous: nil)
        }
    }

    /// Reads, changes and writes an object in one step. The version goes up only if something changed, the
    /// generation only if what is wanted changed. A write of the main resource keeps the status of kinds
    /// that have one as subresource; `status` keeps everything else; other subresources keep what `body`
    /// makes. The object goes at once when its last finalizer is taken from it while it's being deleted.
    @discardableResult
    package func mutate(
        _ key: ObjectKey, subresource: String? = nil, options: WriteOptions = WriteOptions(),
        _ body: (inout JSONValue) throws(APIFailure) -> Void
    ) throws(APIFailure) -> JSONValue {
        try transaction(options.dryRun) { (state) throws(APIFailure) in
            guard let previous = state.objects[key] else { throw .notFound(key.kind, key.name) }
            var object = previous
            try body(&object)
            if object.containsNull { object = object.withoutNulls }
            Draft.keepSystemMetadata(of: previous, in: &object, subresource: subresource)
            Draft.keepScope(of: key.kind, subresource, previous, &object)
            if subresource != "status" { Defaulting.fill(key.kind, &object) }
            guard object != previous else { return Write(key: key, object: object, previous: previous) }
            object = try admit(
                AdmissionRequest(
                    operation: .update, key: key, subresource: subresource, object: object,
                    previous: previous), state)
            if subresource != "status" { Allocation.fill(key.kind, &object, state.objects) }
            try Validation.check(key.kind, object, replacing: previous)
            options.manager?.take(&object, from: previous, at: timestamp)
            Draft.countGeneration(key.kind, previous, &object)
            return Write(
                key: key, object: object, previous: previous, removes: Deletion.isDue(key.kind, object))
        }
    }

    /// Deletes an object, or marks it as being deleted where finalizers, a pod's grace period or a
    /// namespace's content hold it.
    @discardableResult
    package func delete(
        _ key: ObjectKey, options: DeletionOptions = DeletionOptions()
    ) throws(APIFailure) -> DeletionOutcome {
        let stamp = now()
        var removed = false
        let object = try transaction(options.dryRun) { (state) throws(APIFailure) in
            guard let previous = state.objects[key] else { throw .notFound(key.kind, key.name) }
            try Deletion.checkPreconditions(key, previous, options)
            _ = try admit(
                AdmissionRequest(
                    operation: .delete, key: key, subresource: nil, object: previous, previous: previous),
                state)
            let object = Deletion.mark(key.kind, previous, options, at: stamp)
            removed = Deletion.isDue(key.kind, object)
            return Write(key: key, object: object, previous: previous, removes: removed)
        }
        return DeletionOutcome(object: object, removed: removed)
    }

    /// Removes an object whatever holds it: the kubelet's last word on a pod. Nothing happens if it's gone,
    /// or if it's another one (by uid) than was meant.
    package func remove(_ key: ObjectKey, uid: String? = nil) {
        _ = try? transaction(false) { (state) throws(APIFailure) in
            guard let previous = state.objects[key], uid == nil || previous.uid == uid else {
                throw .notFound(key.kind, key.name)
            }
            return Write(key: key, object: previous, previous: previous, removes: true)
        }
    }

    private var timestamp: String { Timestamp.string(now()) }

    private func admit(
        _ request: AdmissionRequest, _ state: borrowing StoreState
    ) throws(APIFailure) -> JSONValue {
        var request = request
        for plugin in admission {
            let view = StoreView(
                objects: state.objects, resourceVersion: state.resourceVersion, now: timestamp)
            request.object = try plugin.admit(request, view: view)
        }
        return request.object
    }

    private func takeEnded() -> Set<Int> {
        ended.withLock { ids in
            defer { ids = [] }
            return ids
        }
    }

    private struct Write {
        let key: ObjectKey
        let object: JSONValue
        let previous: JSONValue?
        var removes = false
    }

    private func transaction(
        _ dryRun: Bool, _ body: (borrowing StoreState) throws(APIFailure) -> Write
    ) throws(APIFailure) -> JSONValue {
        let (object, change) = try state.withLock {
            (state) throws(APIFailure) -> (JSONValue, ObjectChange?) in
            let write = try body(state)
            if dryRun || (write.object == write.previous && !write.removes) { return (write.object, nil) }
            state.drop(takeEnded())
            let change =
                write.removes
                ? state.commit(write.key, nil, replacing: write.object)
                : state.commit(write.key, write.object, replacing: write.previous)
            return (change.object, change)
        }
        if let change { journal?.append(change) }
        return object
    }
}
