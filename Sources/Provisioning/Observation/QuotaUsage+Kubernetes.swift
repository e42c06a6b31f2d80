internal import Domain
internal import Foundation
internal import Kubernetes

extension QuotaUsage {
    /// The lines of a quota, by resource.
    static func lines(_ quota: ResourceQuota) -> [QuotaUsage] {
        quota.hard.sorted { $0.key < $1.key }.map { resource, hard in
            let used = quota.used[resource] ?? Quantity(thousandths: 0)
            return QuotaUsage(
                resource: resource, used: text(used, of: resource), hard: text(hard, of: resource),
                fraction: hard.value > 0 ? used.value / hard.value : 0)
        }
    }

    /// Bytes in Mi or Gi, cores and counts as numbers.
    static func text(_ quantity: Quantity, of resource: String) -> String {
        let isBytes = resource.contains("memory") || resource.contains("storage")
        guard isBytes else { return short(quantity.value) }
        let gibibytes = quantity.value / 0x1p30
        return gibibytes >= 1 ? short(gibibytes) + "Gi" : short(quantity.value / 0x1p20) + "Mi"
    }

    private static func short(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int64(rounded)) : String(rounded)
    }
}
