import Foundation
import Testing

@testable import Kubernetes

@Suite("Resources")
struct ResourceTests {
    private func decode<R: Decodable>(_ type: R.Type = R.self, _ text: String) throws -> R {
        try ObjectCodec<R>.typed(Array(text.utf8))
    }

    @Test("a pod tells how each of its containers does")
    func pod() throws {
        let pod = try decode(
            Pod.self,
            """
            {"metadata":{"name":"p","namespace":"n","uid":"u","creationTimestamp":"2024-02-29T12:00:00Z",
             "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","k":"v"},
             "managedFields":[{"x":1}],"ownerReferences":[{"kind":"ReplicaSet","name":"r","uid":"o","apiVersion":"apps/v1"}]},
             "spec":{"nodeName":"m","containers":[{"name":"c","image":"i:1","env":[]}]},
             "status":{"phase":"Running","podIP":"10.0.0.1","conditions":[{"type":"Ready","status":"False","reason":"R"}],
              "containerStatuses":[{"name":"c","ready":false,"restartCount":3,
               "state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off"}},
               "lastState":{"terminated":{"exitCode":137,"reason":"OOMKilled","finishedAt":"2024-02-29T12:01:00Z"}}},
               {"name":"d","ready":true,"state":{"running":{"startedAt":"2024-02-29T12:00:05.5Z"}},"lastState":{}},
               {"name":"e","state":{}}]}}
            """)
        #expect(pod.metadata.annotations == [:])
        #expect(pod.metadata.ownerReferences.first?.name == "r")
        #expect(pod.metadata.creationTimestamp == Date(timeIntervalSince1970: 1_709_208_000))
        #expect(pod.containerStatuses[0].state == .waiting(reason: "CrashLoopBackOff", message: "back-off"))
        #expect(
            pod.containerStatuses[0].lastState
                == .terminated(
                    reason: "OOMKilled", exitCode: 137, message: nil,
                    finishedAt: Date(timeIntervalSince1970: 1_709_208_060)))
        #expect(
            pod.containerStatuses[1].state
                == .running(startedAt: Date(timeIntervalSince1970: 1_709_208_005.5)))
        #expect(pod.containerStatuses[1].lastState == nil)
        #expect(pod.containerStatuses[2].state == .waiting(reason: nil, message: nil))
        #expect((pod.readyContainers, pod.restarts, pod.isReady) == (1, 3, false))
    }

    @Test("monstrous numbers are held at the limit")
    func monstrous() throws {
        let huge = Int.max
        let pod = try decode(
            Pod.self,
            """
            {"metadata":{"name":"p"},"status":{"containerStatuses":[
             {"name":"a","restartCount":\(huge)},{"name":"b","restartCount":\(huge)}]}}
            """)
        #expect(pod.restarts == 2 * Int(Int32.max))
        let deployment = try decode(
            Deployment.self,
            #"{"metadata":{"name":"d"},"spec":{"replicas":\#(huge)},"status":{"readyReplicas":\#(Int.min)}}"#)
        #expect(deployment.replicas.wanted == Int(Int32.max))
        #expect(deployment.replicas.ready == Int(Int32.min))
        let quota = try decode(
            ResourceQuota.self,
            #"{"metadata":{"name":"q"},"status":{"hard":{"pods":1e300,"cpu":-1e300,"memory":"1e300"}}}"#)
        #expect(quota.hard["pods"]?.thousandths == .max && quota.hard["cpu"]?.thousandths == .min)
        #expect(quota.hard["memory"]?.thousandths == .max)
    }

    @Test("an object of which little is known decodes all the same")
    func minimal() throws {
        let text = #"{"metadata":{"name":"x","labels":null}}"#
        #expect(try decode(Pod.self, text).phase == "Pending")
        #expect(try decode(Namespace.self, text).phase == "Active")
        #expect(try decode(Deployment.self, text).replicas.wanted == 1)
        #expect(try decode(StatefulSet.self, text).isReady == false)
        #expect(try decode(Job.self, text).isComplete == false)
        #expect(try decode(PersistentVolumeClaim.self, text).phase == "Pending")
        #expect(try decode(ResourceQuota.self, text).hard.isEmpty)
        #expect(try decode(Ingress.self, text).hosts.isEmpty)
        #expect(try decode(Service.self, text).type == "ClusterIP")
        #expect(try decode(Secret.self, text).data.isEmpty)
        #expect(try decode(ConfigMap.self, text).data.isEmpty)
        #expect(try decode(Event.self, text).count == 1)
        #expect(try decode(Node.self, text).isReady == false)
        #expect(try decode(IngressClass.self, text).isDefault == false)
        #expect(try decode(StorageClass.self, text).isDefault == false)
    }

    @Test("a workload is ready when its newest specification runs everywhere")
    func workloads() throws {
        let deployment =
            #"{"metadata":{"name":"d","generation":2},"spec":{"replicas":2},"status":{"observedGeneration":@,"replicas":2,"readyReplicas":2,"updatedReplicas":2,"availableReplicas":2}}"#
        #expect(try decode(Deployment.self, deployment.replacingOccurrences(of: "@", with: "2")).isReady)
        #expect(try !decode(Deployment.self, deployment.replacingOccurrences(of: "@", with: "1")).isReady)
        let set =
            #"{"metadata":{"name":"s","generation":1},"status":{"observedGeneration":1,"replicas":1,"readyReplicas":1,"currentRevision":"a","updateRevision":"U"}}"#
        #expect(try decode(StatefulSet.self, set.replacingOccurrences(of: "U", with: "a")).isReady)
        #expect(try !decode(StatefulSet.self, set.replacingOccurrences(of: "U", with: "b")).isReady)
        #expect(
            try decode(
                Job.self,
                #"{"metadata":{"name":"j"},"status":{"conditions":[{"type":"Complete","status":"True"}]}}"#
            ).isComplete)
    }

    @Test("an event's time is the newest that it tells, and its count that of its series")
    func events() throws {
        let event = try decode(
            Event.self,
            #"{"metadata":{"name":"e"},"eventTime":"2024-01-01T00:00:00.000000Z","lastTimestamp":null,"count":0,"series":{"count":4,"lastObservedTime":"2024-01-02T00:00:00.5Z"},"involvedObject":{"kind":"Pod","name":"p"}}"#
        )
        #expect(event.time == Date(timeIntervalSince1970: 1_704_153_600.5))
        #expect(event.count == 4)
    }

    @Test("a secret never shows its values")
    func secret() throws {
        let secret = try decode(Secret.self, #"{"metadata":{"name":"s"},"data":{"password":"Y2FuYXJ5"}}"#)
        #expect(secret["password"] == "canary")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains("canary"))
    }

    @Test(
        "quantities are read as Kubernetes writes them",
        arguments: [
            ("500m", 500), ("1", 1_000), ("1.5", 1_500), ("0.1", 100), ("1k", 1_000_000), ("2e3", 2_000_000),
            ("1Gi", 1_073_741_824_000), ("1.5Gi", 1_610_612_736_000), ("-2", -2_000), ("1n", 1), ("100u", 1),
            ("1E", Int64.max), ("0", 0), ("", nil), ("abc", nil), ("1Xi", nil), ("Gi", nil), ("nan", nil),
            ("1 Gi", nil),
        ] as [(String, Int64?)])
    func quantities(text: String, thousandths: Int64?) {
        #expect(Quantity(text)?.thousandths == thousandths)
    }

    @Test(
        "times are read as RFC 3339",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:60Z", 951_868_800),
            ("2024-05-01T10:20:30.25Z", 1_714_558_830.25),
            ("2024-05-01T12:20:30+02:00", 1_714_558_830), ("1969-12-31T23:59:59-00:00", -1),
            ("2024-13-01T00:00:00Z", nil),
            ("2024-05-01", nil), ("2024-05-01T10:20:30", nil), ("2024-05-01T10:20:30.", nil),
            ("2024-05-01T10:20:30Zx", nil),
            ("", nil), ("äääääääääääääääääää", nil),
        ] as [(String, Double?)])
    func timestamps(text: String, seconds: Double?) {
        #expect(Timestamp.parse(text)?.timeIntervalSince1970 == seconds)
    }
}
