import Kubernetes
import Testing

@testable import DemoCluster

@Suite("Server-side apply")
struct ServerSideApplyTests {
    private func apply(
        _ text: String, to live: JSONValue, as name: String = "helm", force: Bool = false
    ) throws -> JSONValue {
        let manager = FieldManager(name: name, operation: .apply)
        return try ServerSideApply(kind: .deployment, manager: manager, force: force, time: "now")
            .applied(JSONValue(parsing: text), to: live)
    }

    private let empty: JSONValue = [
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web"],
    ]

    @Test("what a manager no longer states goes, with the defaults below it; what others set stays")
    func removal() throws {
        var live = try apply(
            #"{"metadata":{"labels":{"a":"1","b":"1"}},"spec":{"template":{"spec":{"containers":[{"name":"web","livenessProbe":{"httpGet":{"path":"/"}}}]}}}}"#,
            to: empty)
        live = try apply(#"{"metadata":{"labels":{"c":"1"}}}"#, to: live, as: "other")
        live = try MergePatch.apply(JSONValue(parsing: #"{"spec":{"replicas":3}}"#), to: live)
        live = try apply(
            #"{"metadata":{"labels":{"a":"2"}},"spec":{"template":{"spec":{"containers":[{"name":"web"}]}}}}"#,
            to: live)
        #expect(live.labels == ["a": "2", "c": "1"])
        #expect(live[path: "spec", "replicas"] == 3)
        #expect(live[path: "spec", "template", "spec", "containers"] == [["name": "web"]])
    }

    @Test("another manager's other value is a conflict that names it, and force takes the field")
    func conflict() throws {
        let live = try apply(#"{"spec":{"replicas":1}}"#, to: empty)
        let failure = #expect(throws: APIFailure.self) {
            try apply(#"{"spec":{"replicas":2}}"#, to: live, as: "kubectl")
        }
        #expect(failure?.code == 409)
        #expect(
            failure?.message
                == "Apply failed with 1 conflict: conflict with \"helm\" using apps/v1: .spec.replicas")
        #expect(failure?.details?["causes"]?.array?.first?["reason"] == "FieldManagerConflict")
        let forced = try apply(#"{"spec":{"replicas":2}}"#, to: live, as: "kubectl", force: true)
        #expect(forced[path: "spec", "replicas"] == 2)
        #expect(ManagedFields(forced).entries.map(\.manager.name) == ["kubectl"])
    }

    @Test("the same value has two owners and stays until both have let go")
    func shared() throws {
        var live = try apply(#"{"spec":{"replicas":2}}"#, to: empty)
        live = try apply(#"{"spec":{"replicas":2}}"#, to: live, as: "kubectl")
        live = try apply(#"{"spec":{"paused":true}}"#, to: live)
        #expect(live[path: "spec", "replicas"] == 2)
        live = try apply(#"{"spec":{"paused":true}}"#, to: live, as: "kubectl")
        #expect(live[path: "spec", "replicas"] == nil)
    }

    @Test("applying the same again changes nothing")
    func idempotent() throws {
        let text =
            #"{"spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"a","env":[{"name":"X","value":"1"}]}]}}}}"#
        let once = try apply(text, to: empty)
        #expect(try apply(text, to: once) == once)
    }

    @Test("an environment variable named twice is refused")
    func duplicate() throws {
        let failure = #expect(throws: APIFailure.self) {
            try apply(
                #"{"spec":{"template":{"spec":{"containers":[{"name":"a","env":[{"name":"X","value":"1"},{"name":"X","value":"2"}]}]}}}}"#,
                to: empty)
        }
        #expect(failure?.message.contains(#"duplicate entries for key [name="X"]"#) == true)
    }

    @Test("an update takes the fields it changes from their owner")
    func update() throws {
        let live = try apply(#"{"spec":{"replicas":1,"paused":true}}"#, to: empty)
        var changed = live
        changed["spec"] = ["replicas": 5, "paused": true]
        FieldManager(name: "edit", operation: .update).take(&changed, from: live, at: "later")
        let managed = ManagedFields(changed)
        #expect(managed.entries.count == 2)
        #expect(managed.entries.first?.fields.paths.map(FieldSet.text) == [".spec.paused"])
        #expect(managed.entries.last?.fields.paths.map(FieldSet.text) == [".spec.replicas"])
    }

    @Test("a new item goes where it is stated, and FieldsV1 names it by its keys")
    func order() throws {
        var live = try apply(
            #"{"spec":{"template":{"spec":{"containers":[{"name":"b","ports":[{"containerPort":80}]}]}}}}"#,
            to: empty)
        live = try apply(
            #"{"spec":{"template":{"spec":{"containers":[{"name":"a"},{"name":"b","ports":[{"containerPort":80}]}]}}}}"#,
            to: live)
        let names = live[path: "spec", "template", "spec", "containers"]?.array?.map { $0["name"] }
        #expect(names == ["a", "b"])
        let fields = live[path: "metadata", "managedFields"]?.array?.first?["fieldsV1"]
        let containers = fields?[path: "f:spec", "f:template", "f:spec", "f:containers"]
        let ports = containers?[path: #"k:{"name":"b"}"#, "f:ports"]?.object?.keys.first
        #expect(ports == #"k:{"containerPort":80,"protocol":"TCP"}"#)
        #expect(fields.map { FieldSet(fieldsV1: $0).fieldsV1 } == fields)
    }
}
