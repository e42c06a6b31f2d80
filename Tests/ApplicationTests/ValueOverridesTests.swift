import Testing

@testable import Application

@Suite("Values that a store remembers")
struct ValueOverridesTests {
    @Test(
        "a value set again takes the place of the older one",
        arguments: [
            (["a=1", "b=2"], ["a=3"], ["b=2", "a=3"]), (["a=1,b=2"], ["b=3"], ["a=1", "b=3"]),
            (["list={x,y}"], ["a=1"], ["list={x,y}", "a=1"]),
            ([#"text=x\,y"#], ["text=z,a=1"], ["text=z", "a=1"]),
            (["a.b=1"], ["a=null"], ["a.b=1", "a=null"]),
        ])
    func sets(before: [String], new: [String], after: [String]) {
        var overrides = ValueOverrides(before)
        overrides.set(new)
        #expect(overrides.assignments == after)
    }

    @Test("a value unset is forgotten with its parts; one that was never set is refused by name")
    func unsets() throws {
        var overrides = ValueOverrides(["a.b=1", "a.c[0]=2", "ab=3"])
        try overrides.unset("a")
        #expect(overrides.assignments == ["ab=3"])
        let failure = #expect(throws: CommandFailure.self) { try overrides.unset("a") }
        #expect(failure?.description == "the value a isn't set; those that are: ab")
        #expect(failure?.status == .wrongUsage)
    }
}
