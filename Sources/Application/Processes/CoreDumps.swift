internal import Foundation

/// What a crash leaves of this process: no memory image, as that would have the secrets which passed through it.
package enum CoreDumps {
    /// For this process and those that it starts.
    package static func refuse() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = 0
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    }
}
