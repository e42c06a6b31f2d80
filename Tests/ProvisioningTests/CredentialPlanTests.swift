import Domain
import Testing

@testable import Provisioning

@Suite("Credentials")
struct CredentialPlanTests {
    /// A source whose numbers are known, so that what comes from it can be told.
    struct Counting: RandomNumberGenerator {
        var state: UInt64 = 1
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
    }

    @Test("have every key the charts ask for, of the length asked for", arguments: Engine.allCases)
    func lengths(engine: Engine) {
        let plan = CredentialPlan(engine: engine, host: "shop.example.org")
        var source = Counting()
        let values = plan.generate(using: &source)
        #expect(Set(values.keys) == Set(plan.entries.map(\.key)))
        for entry in plan.entries {
            switch entry.content {
            case .random(let length): #expect(values[entry.key]?.count == length)
            case .fixed(let text): #expect(values[entry.key] == text)
            }
        }
    }

    @Test("differ from one another")
    func differ() {
        var source = Counting()
        let plan = CredentialPlan(engine: .woocommerce, host: "shop.localhost")
        let random = plan.entries.filter(\.isRandom).map(\.key)
        let values = plan.generate(using: &source)
        #expect(Set(random.compactMap { values[$0] }).count == random.count)
    }

    @Test(
        "give an e-mail address that WordPress takes",
        arguments: ["localhost", "shop.localhost", "shop.example.org"])
    func email(host: String) {
        var source = Counting()
        let address =
            CredentialPlan(engine: .woocommerce, host: host).generate(using: &source)["admin-email"] ?? ""
        let domain = address.split(separator: "@").last ?? ""
        #expect(address.hasPrefix("admin@") && domain.contains(".") && !domain.hasSuffix("localhost"))
    }
}
