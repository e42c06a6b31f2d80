import Foundation
import Kubernetes
import Testing

@testable import DemoCluster

@Suite("Object store")
struct ObjectStoreTests {
    private let store = ObjectStore(history: 5)
    private let map: JSONValue = ["metadata": ["name": "a"], "data": ["k": "1"]]
    private let key = ObjectKey(.configMap, namespace: "shop", name: "a")

    @discardableResult
    private func set(_ value: String) throws -> JSONValue {
        try store.mutate(key) { (object) throws(APIFailure) in object["data"] = ["k": .string(value)] }
    }

    @Test("a write that changes nothing keeps the version; one that does counts it up")
    func versions() throws {
        let created = try store.create(.configMap, namespace: "shop", map)
        #expect(try set("1").resourceVersion == created.resourceVersion)
        #expect(try set("2").resourceVersion > created.resourceVersion)
    }

    @Test("only what is wanted counts up the generation, and the status is its own")
    func generation() throws {
        let text =
            #"{"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}"#
        try store.create(.deployment, namespace: "shop", JSONValue(parsing: text))
        let key = ObjectKey(.deployment, namespace: "shop", name: "web")
        let status = try store.mutate(key, subresource: "status") { (object) throws(APIFailure) in
            object["status"] = ["replicas": 1]
            object["spec"] = ["replicas": 9]
        }
        #expect(status[path: "metadata", "generation"] == 1)
        #expect(status[path: "spec", "replicas"] == 1)
        let scaled = try store.mutate(key) { (object) throws(APIFailure) in
            var spec = object["spec"] ?? .null
            spec["replicas"] = 2
            object["spec"] = spec
            object["status"] = [:]
        }
        #expect(scaled[path: "metadata", "generation"] == 2)
        #expect(scaled[path: "status", "replicas"] == 1)
    }

    @Test("finalizers hold an object until the last one goes")
    func finalizers() throws {
        var object = map
        object.setMetadata("finalizers", ["x/y"])
        try store.create(.configMap, namespace: "shop", object)
        #expect(try !store.delete(key).removed)
        #expect(store.get(key)?.isBeingDeleted == true)
        try store.mutate(key) { (object) throws(APIFailure) in object.setMetadata("finalizers", nil) }
        #expect(store.get(key) == nil)
    }

    @Test("a pod on a node gets its grace period, one without a node goes at once")
    func grace() throws {
        for (name, node) in [("placed", JSONValue.string("n")), ("waiting", .null)] {
            var pod = try JSONValue(parsing: #"{"spec":{"containers":[{"name":"c","image":"i"}]}}"#)
            pod.setMetadata("name", .string(name))
            pod.edit("spec") { $0["nodeName"] = node }
            try store.create(.pod, namespace: "shop", pod)
            let outcome = try store.delete(ObjectKey(.pod, namespace: "shop", name: name))
            #expect(outcome.removed == (name == "waiting"))
            let seconds = outcome.object[path: "metadata", "deletionGracePeriodSeconds"]
            #expect(seconds == (name == "waiting" ? 0 : 30))
        }
        let key = ObjectKey(.pod, namespace: "shop", name: "placed")
        #expect(try store.delete(key, options: DeletionOptions(gracePeriod: 0)).removed)
    }

    @Test("a namespace is Terminating until its finalizer goes")
    func namespace() throws {
        try store.create(.namespace, ["metadata": ["name": "shop"]])
        let key = ObjectKey(.namespace, namespace: nil, name: "shop")
        #expect(try !store.delete(key).removed)
        #expect(store.get(key)?[path: "status", "phase"] == "Terminating")
        try store.mutate(key, subresource: "finalize") { (object) throws(APIFailure) in
            object["spec"] = ["finalizers": .array([])]
        }
        #expect(store.get(key) == nil)
    }

    @Test("a deletion of another object of that name is a conflict")
    func precondition() throws {
        try store.create(.configMap, namespace: "shop", map)
        let failure = #expect(throws: APIFailure.self) {
            try store.delete(key, options: DeletionOptions(uid: "other"))
        }
        #expect(failure?.code == 409)
    }

    @Test("a watch goes on from a kept version without a gap, and is told when it's gone")
    func watch() async throws {
        let first = try store.create(.configMap, namespace: "shop", map).resourceVersion
        for value in 2...3 { try set(String(value)) }
        let start = try store.watch(.configMap, namespace: "shop", after: first)
        #expect(start.backlog.map { $0.object[path: "data", "k"] } == ["2", "3"])
        try set("4")
        var changes = start.changes.makeAsyncIterator()
        #expect(await changes.next()?.object[path: "data", "k"] == "4")
        for value in 5...9 { try set(String(value)) }
        let failure = #expect(throws: APIFailure.self) {
            try store.watch(.configMap, namespace: "shop", after: first)
        }
        #expect(failure?.code == 410)
        #expect(failure?.reason == "Expired")
    }

    @Test("on a full disk nothing kept is lost, and what changes meanwhile is kept once there's space")
    func fullDisk() throws {
        let folder = URL.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        func kept() throws -> [String] {
            let store = ObjectStore(journal: try Journal(folder: folder))
            return store.list(.configMap).map(\.name).sorted()
        }
        func isFull(_ name: String) throws {
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: name).path, withDestinationPath: "/dev/full")
        }
        let store = ObjectStore(journal: try Journal(folder: folder))
        func make(_ name: String) throws {
            try store.create(.configMap, namespace: "shop", ["metadata": ["name": .string(name)]])
        }
        try make("a")
        try isFull("objects.json.new")
        #expect(throws: DemoClusterError.self) { try store.compactJournal(above: 0) }
        #expect(store.journalFailure == nil)
        #expect(try kept() == ["a"])

        try make("b")
        try isFull("changes.3.json")
        try store.compactJournal(above: 0)
        try make("c")
        #expect(store.journalFailure != nil)
        try isFull("objects.json.new")
        #expect(throws: DemoClusterError.self) { try store.compactJournal() }
        #expect(store.journalFailure != nil)
        #expect(store.list(.configMap).map(\.name).sorted() == ["a", "b", "c"])

        try store.compactJournal()
        #expect(store.journalFailure == nil)
        try make("d")
        #expect(try kept() == ["a", "b", "c", "d"])
    }

    @Test("objects survive the process, a torn last line and a compaction")
    func journal() throws {
        let folder = URL.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var version: UInt64 = 0
        do {
            let store = ObjectStore(journal: try Journal(folder: folder))
            for name in ["a", "b", "c"] {
                try store.create(.configMap, namespace: "shop", ["metadata": ["name": .string(name)]])
            }
            try store.delete(ObjectKey(.configMap, namespace: "shop", name: "b"))
            try store.compactJournal(above: 0)
            try store.delete(ObjectKey(.configMap, namespace: "shop", name: "c"))
            version = store.resourceVersion
        }
        let changes = try #require(
            FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasPrefix("changes") })
        let file = folder.appending(path: changes)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(#"{"kind":"ConfigMap","apiVer"#.utf8))
        try handle.close()
        do {
            let store = ObjectStore(journal: try Journal(folder: folder))
            #expect(store.list(.configMap).map(\.name) == ["a"])
            #expect(store.resourceVersion == version)
            try store.create(.configMap, namespace: "shop", ["metadata": ["name": "d"]])
        }
        let store = ObjectStore(journal: try Journal(folder: folder))
        #expect(store.list(.configMap).map(\.name).sorted() == ["a", "d"])
        #expect(throws: APIFailure.self) { try store.watch(.configMap, namespace: nil, after: 2) }
    }
}
