/// An idempotent piece of a job: observe, act if needed, observe again, record.
package enum StepName: String, Sendable, Codable, CaseIterable {
    case namespace, guardrails, credentials, release, workloads, data, hosts
    /// Undoes what a cancelled or failed job had begun.
    case undo

    /// What it usually takes in a `kind` job on a small cluster, for people to compare with.
    package func usual(in kind: JobKind) -> Duration {
        switch (self, kind) {
        case (.workloads, _): .seconds(90)
        case (.namespace, .delete): .seconds(20)
        case (.release, _): .seconds(3)
        case (.undo, .create): .seconds(25)
        case (.undo, _): .seconds(60)
        default: .seconds(1)
        }
    }
}
