import Testing

@testable import Application

@Suite("Options before a command's name")
struct CommandLineOrderTests {
    @Test(
        "count as if they stood behind it",
        arguments: [
            (["--demo", "create", "shop"], ["create", "--demo", "shop"]),
            (["--context", "k3s", "--demo", "list"], ["list", "--context", "k3s", "--demo"]),
            (["--context=k3s", "list"], ["list", "--context=k3s"]),
            (["--demo"], ["--demo"]), (["--demo", "--plain"], ["--demo", "--plain"]),
            (["list", "--demo"], ["list", "--demo"]), ([], []),
        ])
    func order(given: [String], expected: [String]) {
        #expect(CommandLineOrder.normalized(given, commands: ["create", "list"]) == expected)
    }
}
