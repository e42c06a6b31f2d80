/// What sells: the software a store runs. The raw value is also the chart's folder name.
package enum Engine: String, Sendable, Codable, CaseIterable {
    case woocommerce
    case medusa

    /// The name its makers use.
    package var title: String {
        switch self {
        case .woocommerce: "WooCommerce"
        case .medusa: "MedusaJS"
        }
    }
}
