/// What a chart's pods and claims take at one size, as its annotation `urumi.dev/footprint` states it: amounts
/// by the names that a ResourceQuota has for them (`requests.cpu`, `pods`).
package struct ChartFootprint: Hashable, Sendable {
    /// While nothing changes.
    package let steady: [String: String]
    /// The most there is at once: a rolling update, the setup Job and timed tasks beside all that's steady.
    package let peak: [String: String]

    package init(steady: [String: String], peak: [String: String]) {
        self.steady = steady
        self.peak = peak
    }

    /// What either has to name.
    package static let required = [
        "requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "pods", "persistentvolumeclaims",
        "requests.storage",
    ]
}
