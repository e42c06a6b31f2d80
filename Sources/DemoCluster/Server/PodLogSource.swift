package import Foundation
package import Kubernetes

/// One line that a container wrote, without its line break.
package struct PodLogLine: Sendable, Hashable {
    package let time: Date
    package let text: String

    package init(time: Date, text: String) {
        self.time = time
        self.text = text
    }
}

/// What a container has written, and what it will write.
package struct PodLog: Sendable {
    /// Oldest first.
    package let lines: [PodLogLine]
    /// The lines to come, ending with the container; nil where it has ended already.
    package let following: AsyncStream<PodLogLine>?

    package init(lines: [PodLogLine], following: AsyncStream<PodLogLine>? = nil) {
        self.lines = lines
        self.following = following
    }
}

/// Where the texts of `pods/log` come from. The server applies `tailLines`, `sinceSeconds`, `timestamps`
/// and the like.
package protocol PodLogSource: Sendable {
    /// The log of one container (regular or init) of a pod that exists. `previous` asks for that of the
    /// container's last ended run. A container that hasn't started is refused with 400, as the kubelet does.
    func log(of pod: JSONValue, container: String, previous: Bool, follow: Bool) throws(APIFailure) -> PodLog
}
