/// Why a job didn't do what it was asked to.
package struct JobFailure: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// A stable word for scripts, such as `QuotaExceeded` or `ImagePullBackOff`.
    package var reason: String
    /// What happened, to what, and what to do next.
    package var message: String
    /// Whether trying again can't help until somebody changes something.
    package var isPermanent: Bool

    package init(reason: String, message: String, isPermanent: Bool) {
        self.reason = reason
        self.message = message
        self.isPermanent = isPermanent
    }

    package var description: String { message }
}
