import Domain
import Testing

@Suite("A store's address")
struct StoreAddressTests {
    private func spec(_ overrides: [String] = [], issuer: String? = nil) -> StoreSpec {
        StoreSpec(
            engine: .woocommerce, hosts: ["shop.localhost", "other.localhost"], chartDigest: "d",
            chartVersion: "1", overrides: overrides, tlsIssuer: issuer)
    }

    @Test("is its first host at the scheme's own port, unless the chart is given another")
    func address() {
        #expect(spec().address == "http://shop.localhost")
        #expect(spec(issuer: "le").address == "https://shop.localhost")
        #expect(spec(["url=http://a:81", "url=http://b:82"]).address == "http://b:82")
        #expect(spec(["url="]).address == "http://shop.localhost")
        #expect(spec(["urls=x"]).givesAddress == false)
    }

    @Test("can name the port at which the cluster answers, and then its links do")
    func port() {
        var spec = spec(["shop.title=A"])
        spec.setAddressPort(8080)
        #expect(spec.overrides == ["shop.title=A", "url=http://shop.localhost:8080"])
        #expect(spec.address == "http://shop.localhost:8080" && spec.addressPort == 8080)
        spec.setAddressPort(8443)
        #expect(spec.addressPort == 8443 && spec.overrides.count == 2)
        spec.setAddressPort(80)
        #expect(spec.overrides == ["shop.title=A"])
        var secure = self.spec(issuer: "le")
        secure.setAddressPort(443)
        #expect(!secure.givesAddress)
        secure.setAddressPort(8443)
        #expect(secure.address == "https://shop.localhost:8443")
    }

    @Test("of another host than the first has no port of urumi's making")
    func foreign() {
        #expect(spec(["url=http://elsewhere.example:8080"]).addressPort == nil)
        #expect(spec(["url=http://shop.localhost"]).addressPort == nil)
    }
}
