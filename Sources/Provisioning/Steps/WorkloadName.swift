internal import Domain
internal import Helm

/// A workload as a release's manifest names it.
struct WorkloadName: Hashable, Sendable {
    let kind: WorkloadSummary.Kind
    let name: String

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
