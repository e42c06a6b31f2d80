import Domain
import Foundation
import Kubernetes
import Testing

@testable import Provisioning

@Suite("A pod's status in a word")
struct PodStatusTests {
    static func pod(
        _ phase: String, ready: Bool = false, states: [ContainerStatus] = [], inits: [ContainerStatus] = [],
        owner: String? = nil
    ) -> Pod {
        var metadata = ObjectMeta(name: "shop-1", uid: "1")
        if let owner { metadata.ownerReferences = [Self.owner(owner)] }
        return Pod(
            metadata: metadata, phase: phase,
            conditions: [Condition(type: "Ready", status: ready ? "True" : "False")],
            containerStatuses: states,
            initContainerStatuses: inits)
    }

    struct Row: Sendable {
        let pod: Pod
        let reason: String
        let condition: PodSummary.Condition
    }

    static func waiting(_ reason: String) -> ContainerStatus {
        ContainerStatus(name: "web", state: .waiting(reason: reason, message: "because"))
    }

    /// Owner references are only ever read, so one is made from its JSON.
    static func owner(_ kind: String) -> ObjectMeta.OwnerReference {
        let json = Data("{\"kind\": \"\(kind)\", \"name\": \"shop\", \"uid\": \"2\"}".utf8)
        return (try? JSONDecoder().decode(ObjectMeta.OwnerReference.self, from: json))!
    }

    @Test(
        "is kubectl's, and tells trouble from progress",
        arguments: [
            Row(pod: pod("Pending"), reason: "Pending", condition: .pending),
            Row(
                pod: pod(
                    "Running", ready: true,
                    states: [ContainerStatus(name: "web", ready: true, state: .running(startedAt: nil))]),
                reason: "Running", condition: .ready),
            Row(
                pod: pod("Running", states: [ContainerStatus(name: "web", state: .running(startedAt: nil))]),
                reason: "Running", condition: .running),
            Row(
                pod: pod("Pending", states: [waiting("ImagePullBackOff")]), reason: "ImagePullBackOff",
                condition: .failing),
            Row(
                pod: pod("Running", states: [waiting("CrashLoopBackOff")]), reason: "CrashLoopBackOff",
                condition: .failing),
            Row(
                pod: pod("Pending", inits: [waiting("ErrImagePull")]), reason: "Init:ErrImagePull",
                condition: .failing),
            Row(
                pod: pod(
                    "Succeeded",
                    states: [
                        ContainerStatus(
                            name: "setup",
                            state: .terminated(
                                reason: "Completed", exitCode: 0, message: nil, finishedAt: nil))
                    ]), reason: "Completed", condition: .completed),
            Row(
                pod: pod(
                    "Failed",
                    states: [
                        ContainerStatus(
                            name: "setup",
                            state: .terminated(reason: "Error", exitCode: 1, message: nil, finishedAt: nil))
                    ], owner: "Job"), reason: "Error", condition: .completed),
            Row(
                pod: pod(
                    "Failed",
                    states: [
                        ContainerStatus(
                            name: "web",
                            state: .terminated(
                                reason: "OOMKilled", exitCode: 137, message: nil, finishedAt: nil))
                    ]), reason: "OOMKilled", condition: .failing),
        ])
    func status(row: Row) {
        let status = PodStatus(row.pod)
        #expect(status.reason == row.reason)
        #expect(status.condition == row.condition)
    }
}
