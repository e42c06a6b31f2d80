import Domain
import Kubernetes
import Testing

@testable import Provisioning

@Suite("What an error means for a job")
struct JobFailureTests {
    @Test(
        "an answer that makes no sense is tried again, a refusal isn't",
        arguments: [
            (.undecodable(what: "Pod", reason: "no JSON"), false),
            (.unreadableFile(path: "/ca.pem", purpose: "the CA", reason: "gone"), false),
            (.api(Status(code: 302, reason: "", message: "moved")), false),
            (.api(Status(code: 503, reason: "", message: "later")), false),
            (.api(Status(code: 400, reason: "BadRequest", message: "no")), true),
            (.invalid(Status(code: 422, reason: "Invalid", message: "no")), true),
        ] as [(KubernetesError, Bool)])
    func permanence(error: KubernetesError, isPermanent: Bool) {
        #expect(JobFailure(error).isPermanent == isPermanent)
        #expect(!JobFailure(error).isOfConnection)
    }
}
