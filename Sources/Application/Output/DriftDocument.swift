internal import Domain

/// A way in which the cluster isn't as it was left, as JSON and YAML show it.
package struct DriftDocument: Codable, Sendable {
    var title: String
    var explanation: String
    var remedy: String

    init(_ drift: Drift, of store: String) {
        title = drift.title
        explanation = drift.explanation
        remedy = drift.remedy(for: store)
    }
}
