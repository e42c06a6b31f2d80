import Testing

@Suite("The dependency rule")
struct DependencyTests {
    @Test("the table names every module there is, and no other")
    func everyModule() throws {
        #expect(try Set(Checkout.modules()) == Set(DependencyRule.allowed.keys))
    }

    @Test("a module imports no more than the table allows", arguments: DependencyRule.allowed.keys.sorted())
    func imports(of module: String) throws {
        let allowed = try #require(DependencyRule.allowed[module])
        for file in try Checkout.files(of: module) {
            for name in file.imports where name != module && !DependencyRule.platform.contains(name) {
                if DependencyRule.libraries.contains(name) {
                    #expect(allowed.contains(name), "\(file) imports \(name)")
                } else {
                    let homes = DependencyRule.homes[name]
                    #expect(
                        homes?.contains(module) == true, "\(file) imports \(name), which is at home elsewhere"
                    )
                }
            }
        }
    }

    @Test("the imports of a file are read whatever stands before them")
    func reading() {
        let file = Checkout.File(
            path: "",
            lines: [
                "import A", "package import B", "@preconcurrency internal import C.D", "import struct E.F",
                "// import G", "let text = \"import H\"",
            ])
        #expect(file.imports == ["A", "B", "C", "E"])
    }

    @Test("no module's allowed imports form a circle")
    func noCircle() {
        func reaches(_ start: String, _ goal: String, _ seen: Set<String> = []) -> Bool {
            (DependencyRule.allowed[start] ?? []).contains { next in
                next == goal || (!seen.contains(next) && reaches(next, goal, seen.union([next])))
            }
        }
        for module in DependencyRule.allowed.keys { #expect(!reaches(module, module), "\(module)") }
    }
}
