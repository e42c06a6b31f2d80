internal import Domain
internal import Helm
internal import Kubernetes

/// A workload as a release's manifest names it.
struct WorkloadName: Hashable, Sendable {
    let kind: WorkloadSummary.Kind
    let name: String

    /// Those that a namespace's annotation names.
    static func annotated(on namespace: Namespace) -> [WorkloadName] {
        guard let text = namespace.metadata.annotations[Ownership.workloadsAnnotation] else { return [] }
        return text.split(separator: ",").compactMap { word in
            let parts = word.split(separator: "/")
            guard parts.count == 2, let kind = WorkloadSummary.Kind(rawValue: String(parts[0])) else {
                return nil
            }
            return WorkloadName(kind: kind, name: String(parts[1]))
        }
    }

    /// What the annotation is to be. A Job that has done its work may go.
    static func annotation(_ workloads: [WorkloadName]) -> String {
        workloads.filter { $0.kind != .job }.map { "\($0.kind.rawValue)/\($0.name)" }.sorted()
            .joined(separator: ",")
    }

    func names(_ workload: WorkloadSummary) -> Bool { workload.kind == kind && workload.name == name }
}

extension ReleaseManifest {
    /// What has to be there for the release to be.
    var workloads: [WorkloadName] {
        objects.compactMap { object in
            WorkloadSummary.Kind(rawValue: object.kind).map { WorkloadName(kind: $0, name: object.name) }
        }
    }
}
