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

    @Test(
        "those that only the demo's start has ask for it",
        arguments: [
            (["demo", "--stores", "5"], ["demo", "start", "--stores", "5"]),
            (["--demo", "demo", "--speed=2"], ["demo", "start", "--demo", "--speed=2"]),
            (["demo", "start", "--stores", "5"], ["demo", "start", "--stores", "5"]),
            (["demo"], ["demo"]), (["demo", "--help"], ["demo", "--help"]),
        ])
    func demo(given: [String], expected: [String]) {
        #expect(CommandLineOrder.normalized(given, commands: ["demo"]) == expected)
    }
}
