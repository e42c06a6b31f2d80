import Domain
import Testing

@Suite("A store's name")
struct StoreNameTests {
    @Test(
        "takes 2 to 50 of a-z, 0-9 and -",
        arguments: ["ab", "a1", "0a", "my-shop", "a--b", String(repeating: "x", count: 50)])
    func accepted(text: String) throws {
        #expect(try StoreName(text).description == text)
    }

    @Test(
        "is refused with what is wrong",
        arguments: [
            ("", .empty), ("a", .short), (String(repeating: "x", count: 51), .long(51)),
            ("Shop", .character("S", position: 1)), ("my shop", .character(" ", position: 3)),
            ("caf\u{65}\u{301}", .character("e\u{301}", position: 4)),
            ("a\r\n", .character("\r\n", position: 2)),
            ("-shop", .edge(start: true)), ("shop-", .edge(start: false)), ("-", .edge(start: true)),
        ] as [(String, StoreName.Problem)])
    func refused(text: String, problem: StoreName.Problem) {
        #expect(throws: problem) { try StoreName(text) }
        #expect(StoreName.problem(in: text) == problem)
    }

    @Test("a problem with a control character doesn't carry it to the terminal")
    func controlCharacters() {
        #expect(!StoreName.Problem.character("\u{1B}", position: 1).description.contains("\u{1B}"))
    }
}

@Suite("A store's namespace")
struct StoreNamespaceTests {
    @Test("is the prefix and the name, and never longer than Kubernetes allows")
    func name() throws {
        let longest = try StoreName(String(repeating: "x", count: 50))
        #expect(StoreNamespace.name(prefix: "store-", store: try StoreName("shop")) == "store-shop")
        #expect(StoreNamespace.name(prefix: "", store: longest) == longest.description)
        #expect(StoreNamespace.name(prefix: String(repeating: "p", count: 40), store: longest).count == 63)
    }

    @Test(
        "has a prefix of its letters, short enough for every name",
        arguments: [
            ("store-", true), ("", true), ("0", true), (String(repeating: "p", count: 13), true),
            (String(repeating: "p", count: 14), false), ("-a", false), ("Store-", false), ("a.b", false),
        ])
    func prefix(text: String, isAllowed: Bool) {
        #expect((StoreNamespace.problem(inPrefix: text) == nil) == isAllowed)
    }
}
