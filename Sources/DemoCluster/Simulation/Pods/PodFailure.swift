import Foundation
import Kubernetes

/// What can be made to go wrong with a pod, by name: in process, or with the annotation
/// `fake-kubelet/fail` on the pod or its template.
package enum PodFailure: String, Sendable, CaseIterable {
    case imagePullBackOff = "ImagePullBackOff"
    case errImagePull = "ErrImagePull"
    case createContainerConfigError = "CreateContainerConfigError"
    case crashLoopBackOff = "CrashLoopBackOff"
    case outOfMemory = "OOMKilled"
    case jobFailed = "JobFailed"
    case unready = "Unready"
    case evicted = "Evicted"
    /// Hangs while its containers are being created.
    case containerCreating = "ContainerCreating"

    static let annotation = "fake-kubelet/fail"

    var failsToPull: Bool { self == .imagePullBackOff || self == .errImagePull }
}

/// The `fake-kubelet/` annotations of a pod.
struct PodScript: Sendable {
    let startDelay: Double?
    /// Seconds from Running to Ready; infinite for `never`.
    let readyDelay: Double?
    let jobDelay: Double?
    let failure: PodFailure?
    let failFor: Double?
    let failContainer: String
    let exitCode: Int
    let message: String?

    init(_ pod: JSONValue) {
        let annotations = pod.annotations
        func text(_ name: String) -> String? { annotations["fake-kubelet/" + name]?.string }
        startDelay = text("start-delay").flatMap(Double.init)
        readyDelay = text("ready-delay").flatMap { $0 == "never" ? .infinity : Double($0) }
        jobDelay = text("job-delay").flatMap(Double.init)
        failure = text("fail").flatMap(PodFailure.init)
        failFor = text("fail-for").flatMap(Double.init)
        failContainer =
            text("fail-container") ?? pod[path: "spec", "containers"]?.array?.first?["name"]?.string ?? ""
        exitCode = text("exit-code").flatMap(Int.init) ?? 1
        message = text("message")
    }
}
