import Testing

@testable import Helm

@Suite("Values")
struct HelmValuesTests {
    @Test(
        "--set is read as Helm reads it",
        arguments: [
            ("a.b=c", ["a": ["b": "c"]]),
            ("a=1,b.c=true,b.d=false", ["a": 1, "b": ["c": true, "d": false]]),
            ("a=null", ["a": nil]),
            ("a=", ["a": ""]),
            ("a={x,2,true}", ["a": ["x", 2, true]]),
            ("a={}", ["a": []]),
            ("a={x},b=2", ["a": ["x"], "b": 2]),
            (#"a\.b/c=x\,y"#, ["a.b/c": "x,y"]),
            ("a=007,b=-3,c=1.5,d=0", ["a": "007", "b": -3, "c": "1.5", "d": 0]),
            ("a=x=y", ["a": "x=y"]),
        ] as [(String, HelmValues)])
    func settings(expression: String, expected: HelmValues) throws {
        #expect(try HelmValues(setting: expression) == expected)
    }

    @Test(
        "a --set that can't be understood is refused by name",
        arguments: ["", "a", "=x", "a.=x", "a..b=x", "a,b=1", "a[0]=x", "a={x", "a={x}y", #"a=x\"#])
    func refused(expression: String) {
        let error = #expect(throws: HelmError.self) { try HelmValues(setting: expression) }
        #expect(error?.description.hasPrefix("--set \(expression): ") == true)
    }

    @Test("a later setting wins, and leaves its neighbours alone")
    func merging() throws {
        let values: HelmValues = ["image": ["tag": "1", "name": "shop"], "hosts": ["a", "b"]]
        let merged = try values.applying(settings: ["image.tag=v2", "hosts={c}"])
        #expect(merged == ["image": ["tag": "v2", "name": "shop"], "hosts": ["c"]])
        #expect(merged["image", "tag"] == "v2")
    }

    @Test("values survive JSON, whole numbers as whole numbers")
    func json() throws {
        let values: HelmValues = ["n": 3, "f": .number(1.5), "s": "ü/\"", "l": [true, nil], "o": [:]]
        #expect(try HelmValues(json: values.json) == values)
        #expect(
            String(decoding: values.json, as: UTF8.self)
                == #"{"f":1.5,"l":[true,null],"n":3,"o":{},"s":"ü/\""}"#)
    }
}
