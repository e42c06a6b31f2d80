package import Foundation

/// How long ago something was, as kubectl writes it.
package enum Age {
    /// Such as `45s`, `12m`, `3h`, `8d`.
    package static func text(since date: Date, now: Date) -> String {
        let seconds = Int(max(0, now.timeIntervalSince(date)))
        return switch seconds {
        case ..<120: "\(seconds)s"
        case ..<7200: "\(seconds / 60)m"
        case ..<172_800: "\(seconds / 3600)h"
        default: "\(seconds / 86_400)d"
        }
    }
}
