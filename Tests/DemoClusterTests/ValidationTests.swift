import Kubernetes
import Testing

@testable import DemoCluster

@Suite("Validation")
struct ValidationTests {
    private let store = ObjectStore()

    private static let deployment =
        #"{"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}"#

    private func fields(_ body: () throws -> Void) -> [String] {
        let failure = #expect(throws: APIFailure.self) { try body() }
        #expect(failure?.code == 422)
        #expect(failure?.reason == "Invalid")
        return failure?.details?["causes"]?.array?.compactMap { $0["field"]?.string } ?? []
    }

    @Test(
        "an object that breaks a rule is refused with the field that does",
        arguments: [
            (ResourceKind.configMap, #"{"metadata":{"name":"Bad_Name"}}"#, "metadata.name"),
            (.service, #"{"metadata":{"name":"1a"},"spec":{"ports":[{"port":1}]}}"#, "metadata.name"),
            (.service, #"{"metadata":{"name":"a"},"spec":{}}"#, "spec.ports"),
            (.configMap, #"{"metadata":{"name":"a","labels":{"x":"no good"}}}"#, "metadata.labels"),
            (.pod, #"{"metadata":{"name":"a"},"spec":{}}"#, "spec.containers"),
            (
                .pod, #"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c"}]}}"#,
                "spec.containers[0].image"
            ),
            (
                .pod,
                #"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"v","mountPath":"/x"}]}]}}"#,
                "spec.containers[0].volumeMounts[0].name"
            ),
            (
                .pod,
                #"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"2"},"limits":{"cpu":"1"}}}]}}"#,
                "spec.containers[0].resources.requests"
            ),
            (
                .deployment,
                #"{"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"a":"x"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}"#,
                "spec.template.metadata.labels"
            ),
            (
                .job,
                #"{"metadata":{"name":"j"},"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}"#,
                "spec.template.spec.restartPolicy"
            ),
            (
                .ingress,
                #"{"metadata":{"name":"i"},"spec":{"rules":[{"http":{"paths":[{"path":"/","backend":{"service":{"name":"s","port":{"number":80}}}}]}}]}}"#,
                "spec.rules[0].http.paths[0].pathType"
            ),
            (
                .persistentVolumeClaim,
                #"{"metadata":{"name":"p"},"spec":{"resources":{"requests":{"storage":"1Gi"}}}}"#,
                "spec.accessModes"
            ),
        ])
    func refused(kind: ResourceKind, text: String, field: String) throws {
        let object = try JSONValue(parsing: text)
        let found = fields { try store.create(kind, namespace: "shop", object) }
        #expect(found == [field])
    }

    @Test(
        "what may not change is refused",
        arguments: [
            (
                ResourceKind.deployment, deployment,
                #"{"spec":{"selector":{"matchLabels":{"x":"y"}},"template":{"metadata":{"labels":{"x":"y"}}}}}"#,
                "spec.selector"
            ),
            (
                .secret, #"{"metadata":{"name":"s"},"immutable":true,"data":{"a":"MQ=="}}"#,
                #"{"data":{"a":"Mg=="}}"#, "data"
            ),
            (.secret, #"{"metadata":{"name":"s"}}"#, #"{"type":"other"}"#, "type"),
            (
                .persistentVolumeClaim,
                #"{"metadata":{"name":"p"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}"#,
                #"{"spec":{"accessModes":["ReadWriteMany"]}}"#, "spec"
            ),
            (
                .service, #"{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}"#,
                #"{"spec":{"clusterIP":"10.96.9.9"}}"#, "spec.clusterIPs[0]"
            ),
        ])
    func immutable(kind: ResourceKind, text: String, patch: String, field: String) throws {
        let object = try store.create(kind, namespace: "shop", JSONValue(parsing: text))
        let patch = try JSONValue(parsing: patch)
        let found = fields {
            try store.mutate(ObjectKey(kind, namespace: "shop", name: object.name)) {
                (current) throws(APIFailure) in
                current = MergePatch.apply(patch, to: current)
            }
        }
        #expect(found == [field])
    }

    @Test("names may be as long as their kind allows, and no longer")
    func lengths() throws {
        let service = #"{"spec":{"ports":[{"port":80}]}}"#
        for (kind, length) in [(ResourceKind.service, 63), (.configMap, 253), (.namespace, 63)] {
            for (count, isTaken) in [(length, true), (length + 1, false)] {
                var object = try JSONValue(parsing: service)
                object.setMetadata("name", .string(String(repeating: "a", count: count)))
                let stored = try? store.create(kind, namespace: "shop", object)
                #expect((stored != nil) == isTaken, "\(kind) \(count)")
            }
        }
    }
}
