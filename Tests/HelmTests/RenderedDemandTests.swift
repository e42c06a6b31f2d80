import Helm
import Testing

@Suite("What rendered objects ask for")
struct RenderedDemandTests {
    @Test("a Deployment's pods, a quarter more while they change, and what each takes")
    func deployment() throws {
        let demands = try RenderedDemand.all(
            inManifest: """
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {ports: [{port: 80}]}
                ---
                # Source: x/templates/web.yaml
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 5
                  template:
                    spec:
                      initContainers:
                        - name: first
                          resources: {requests: {cpu: 1}, limits: {memory: 1Gi}}
                        - name: beside
                          restartPolicy: Always
                      containers:
                        - name: web
                          resources: {requests: {cpu: "0.5", memory: 64Mi}, limits: {cpu: 2}}
                """)
        #expect(
            demands == [
                RenderedDemand(
                    pods: 5, passingPods: 2,
                    containers: [
                        .init(requests: ["cpu": "0.5", "memory": "64Mi"], limits: ["cpu": "2"]), .init(),
                    ],
                    initContainers: [.init(requests: ["cpu": "1"], limits: ["memory": "1Gi"])])
            ])
    }

    @Test(
        "the surge is what its strategy says",
        arguments: [
            ("{type: Recreate}", 0), ("{rollingUpdate: {maxSurge: 0}}", 0),
            ("{rollingUpdate: {maxSurge: 3}}", 3),
            ("{rollingUpdate: {maxSurge: 50%}}", 2), ("{type: RollingUpdate}", 1),
        ])
    func surge(strategy: String, pods: Int) throws {
        let demands = try RenderedDemand.all(
            inManifest: """
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 4
                  strategy: \(strategy)
                  template: {spec: {containers: [{name: web}]}}
                """)
        #expect(demands.map(\.passingPods) == [pods])
    }

    @Test("claims count for each replica of a StatefulSet, Jobs' pods as passing, tests not at all")
    func others() throws {
        let demands = try RenderedDemand.all(
            inManifest: """
                kind: StatefulSet
                metadata: {name: db}
                spec:
                  replicas: 2
                  volumeClaimTemplates: [{spec: {resources: {requests: {storage: 5Gi}}}}]
                  template: {spec: {containers: [{name: db}]}}
                ---
                kind: PersistentVolumeClaim
                metadata: {name: files}
                spec: {resources: {requests: {storage: 8Gi}}}
                ---
                kind: CronJob
                metadata: {name: tick}
                spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: tick}]}}}}}
                ---
                kind: Job
                metadata: {name: setup}
                spec: {template: {spec: {containers: [{name: setup}]}}}
                ---
                kind: Job
                metadata: {name: test, annotations: {helm.sh/hook: test}}
                spec: {template: {spec: {containers: [{name: test}]}}}
                """)
        #expect(demands.flatMap(\.claims) == ["5Gi", "5Gi", "8Gi"])
        #expect(demands.map(\.pods) == [2, 0, 0, 0] && demands.map(\.passingPods) == [0, 0, 1, 1])
    }

    @Test("what is no YAML is told of")
    func nonsense() {
        #expect(throws: HelmError.self) { try RenderedDemand.all(inManifest: "kind: [") }
    }
}
