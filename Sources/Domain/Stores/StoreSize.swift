/// How much a store may use; the chart and the quota are sized from it.
package enum StoreSize: String, Sendable, Codable, CaseIterable {
    case small, medium, large
}
