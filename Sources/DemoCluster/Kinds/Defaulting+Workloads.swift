import Kubernetes

extension Defaulting {
    static func workload(_ kind: ResourceKind, _ object: inout JSONValue) {
        let uid = object.uid
        let name = object.name
        object.fill("spec", [:])
        object.edit("spec") { spec in
            switch kind {
            case .deployment:
                spec.fill("replicas", 1)
                spec.fill("revisionHistoryLimit", 10)
                spec.fill("progressDeadlineSeconds", 600)
                spec.fill("strategy", [:])
                spec.edit("strategy", strategy)
            case .statefulSet: statefulSet(&spec)
            case .daemonSet:
                spec.fill("revisionHistoryLimit", 10)
                spec.fill(
                    "updateStrategy",
                    ["type": "RollingUpdate", "rollingUpdate": ["maxSurge": 0, "maxUnavailable": 1]])
            case .job: job(&spec, uid: uid, name: name)
            case .cronJob: cronJob(&spec)
            default: spec.fill("replicas", 1)
            }
            spec.edit("template", template)
        }
    }

    private static func template(_ template: inout JSONValue) {
        template.fill("metadata", [:])
        template.edit("spec") { podSpec(&$0, inTemplate: true) }
    }

    private static func strategy(_ strategy: inout JSONValue) {
        strategy.fill("type", "RollingUpdate")
        guard strategy["type"] == "RollingUpdate" else { return }
        strategy.fill("rollingUpdate", [:])
        strategy.edit("rollingUpdate") {
            $0.fill("maxSurge", "25%")
            $0.fill("maxUnavailable", "25%")
        }
    }

    private static func statefulSet(_ spec: inout JSONValue) {
        spec.fill("replicas", 1)
        spec.fill("podManagementPolicy", "OrderedReady")
        spec.fill("revisionHistoryLimit", 10)
        spec.fill("updateStrategy", [:])
        spec.edit("updateStrategy") { strategy in
            strategy.fill("type", "RollingUpdate")
            if strategy["type"] == "RollingUpdate" { strategy.fill("rollingUpdate", ["partition": 0]) }
        }
        spec.fill("persistentVolumeClaimRetentionPolicy", ["whenDeleted": "Retain", "whenScaled": "Retain"])
        spec.editItems("volumeClaimTemplates") { claim in
            claim.fill("apiVersion", "v1")
            claim.fill("kind", "PersistentVolumeClaim")
            claim.edit("spec") { $0.fill("volumeMode", "Filesystem") }
            claim.fill("status", ["phase": "Pending"])
        }
    }

    private static func job(_ spec: inout JSONValue, uid: String, name: String) {
        if spec["completions"] == nil, spec["parallelism"] == nil { spec["completions"] = 1 }
        spec.fill("parallelism", 1)
        spec.fill("backoffLimit", 6)
        spec.fill("completionMode", "NonIndexed")
        spec.fill("suspend", false)
        spec.fill("manualSelector", false)
        spec.fill("podReplacementPolicy", "TerminatingOrFailed")
        guard spec["selector"] == nil, !uid.isEmpty else { return }
        spec["selector"] = ["matchLabels": ["batch.kubernetes.io/controller-uid": .string(uid)]]
        spec.edit("template") { template in
            var labels = template[path: "metadata", "labels"] ?? .object([:])
            for prefix in ["", "batch.kubernetes.io/"] {
                labels["\(prefix)controller-uid"] = .string(uid)
                labels["\(prefix)job-name"] = .string(name)
            }
            template.setMetadata("labels", labels)
        }
    }

    private static func cronJob(_ spec: inout JSONValue) {
        spec.fill("concurrencyPolicy", "Allow")
        spec.fill("suspend", false)
        spec.fill("successfulJobsHistoryLimit", 3)
        spec.fill("failedJobsHistoryLimit", 1)
        spec.edit("jobTemplate") { job in
            job.edit("spec") { $0.edit("template", template) }
        }
    }
}
