import Testing

@testable import Provisioning

@Suite("Retries")
struct RetryPolicyTests {
    @Test(
        "wait at most 2ⁿ seconds, and never longer than the limit",
        arguments: [(0, 1.0), (1, 2.0), (3, 8.0), (6, 64.0), (7, 100.0)])
    func ceiling(attempt: Int, seconds: Double) {
        let policy = RetryPolicy(longest: 100, attempts: 8) { $0.upperBound }
        #expect(policy.delay(after: attempt) == seconds)
    }

    @Test("stop after so many")
    func stops() {
        #expect(RetryPolicy(attempts: 3).delay(after: 3) == nil)
    }
}
