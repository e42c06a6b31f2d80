package import FoundationEssentials

/// One line that a container wrote.
package struct LogLine: Hashable, Sendable {
    package var pod: String
    /// The container's name where it isn't the pod's first one.
    package var container: String?
    /// When it was written, as far as its node noted that.
    package var time: Date?
    package var text: String

    package init(pod: String, container: String? = nil, time: Date? = nil, text: String) {
        self.pod = pod
        self.container = container
        self.time = time
        self.text = text
    }
}
