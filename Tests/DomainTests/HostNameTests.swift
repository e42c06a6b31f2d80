import Domain
import Testing

@Suite("Host names")
struct HostNameTests {
    @Test(
        "what DNS and Kubernetes take is taken",
        arguments: ["shop.example.org", "shop", "1.2.3.4.nip.io", "xn--bcher-kva.example", "a-b.c"])
    func taken(text: String) {
        #expect(HostName.problem(inAll: [text]) == nil)
    }

    @Test(
        "anything else is refused with its reason",
        arguments: [
            ("", "needed"), ("shop.", "empty"), (".shop", "empty"), ("a..b", "empty"), ("-a.b", "starts"),
            ("a-.b", "starts"), ("Shop.example.org", "small letters"), ("shop_1.example.org", "only a-z"),
            ("bücher.example", "only a-z"), ("shop example", "only a-z"), ("shop.example.org:8080", "port"),
            ("https://shop.example.org", "only the host's name"), ("shop/wp", "only the host's name"),
            ("*.example.org", "without *"), ("192.168.1.5", "NAME.192.168.1.5.nip.io"),
            ("a\u{1b}[2m", "only a-z"),
        ])
    func refused(text: String, word: String) throws {
        let problem = try #require(HostName.problem(inAll: [text]))
        #expect(problem.text == text && problem.reason.contains(word), "\(problem)")
    }

    @Test("neither a part nor the whole is too long")
    func lengths() {
        let label = String(repeating: "a", count: 63)
        #expect(HostName.problem(inAll: [label + ".org"]) == nil)
        #expect(HostName.problem(inAll: [label + "a.org"])?.reason.contains("63") == true)
        let longest = Array(repeating: label, count: 3).joined(separator: ".") + "." + label.prefix(61)
        #expect(longest.count == 253 && HostName.problem(inAll: [longest]) == nil)
        #expect(HostName.problem(inAll: [longest + "a"])?.reason.contains("253") == true)
    }

    @Test("a name given twice is refused")
    func twice() {
        #expect(HostName.problem(inAll: ["a.org", "b.org"]) == nil)
        #expect(HostName.problem(inAll: ["a.org", "b.org", "a.org"])?.text == "a.org")
    }
}
