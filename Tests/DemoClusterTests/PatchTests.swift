import Kubernetes
import Testing

@testable import DemoCluster

@Suite("Patches")
struct PatchTests {
    @Test(
        "a JSON patch does what RFC 6902 says",
        arguments: [
            (#"[{"op":"add","path":"/a/-","value":3}]"#, #"{"a":[1,2,3],"b":{"c/d":1}}"#),
            (#"[{"op":"add","path":"/a/0","value":0}]"#, #"{"a":[0,1,2],"b":{"c/d":1}}"#),
            (#"[{"op":"replace","path":"/b/c~1d","value":2}]"#, #"{"a":[1,2],"b":{"c/d":2}}"#),
            (#"[{"op":"remove","path":"/a/1"}]"#, #"{"a":[1],"b":{"c/d":1}}"#),
            (#"[{"op":"move","from":"/b","path":"/e"}]"#, #"{"a":[1,2],"e":{"c/d":1}}"#),
            (#"[{"op":"copy","from":"/a/0","path":"/b/x"}]"#, #"{"a":[1,2],"b":{"c/d":1,"x":1}}"#),
            (#"[{"op":"test","path":"/a/0","value":1}]"#, #"{"a":[1,2],"b":{"c/d":1}}"#),
        ])
    func jsonPatch(patch: String, expected: String) throws {
        let document = try JSONValue(parsing: #"{"a":[1,2],"b":{"c/d":1}}"#)
        let result = try JSONPatch(JSONValue(parsing: patch)).applied(to: document)
        #expect(try result == JSONValue(parsing: expected))
    }

    @Test(
        "a JSON patch that doesn't fit is refused whole",
        arguments: [
            #"[{"op":"remove","path":"/x"}]"#, #"[{"op":"replace","path":"/x","value":1}]"#,
            #"[{"op":"test","path":"/a","value":2}]"#, #"[{"op":"add","path":"/x/y","value":1}]"#,
        ])
    func refusedPatch(patch: String) throws {
        let patch = try JSONPatch(JSONValue(parsing: patch))
        #expect(throws: APIFailure.self) { try patch.applied(to: ["a": 1]) }
    }

    @Test("a merge patch replaces, removes with null and takes lists whole")
    func mergePatch() throws {
        let target = try JSONValue(parsing: #"{"a":{"b":1,"c":2},"l":[1,2]}"#)
        let patch = try JSONValue(parsing: #"{"a":{"b":null,"d":3},"l":[3]}"#)
        #expect(
            try MergePatch.apply(patch, to: target) == JSONValue(parsing: #"{"a":{"c":2,"d":3},"l":[3]}"#))
    }

    @Test(
        "a strategic merge patch merges lists by their keys and follows its directives",
        arguments: [
            (
                #"{"spec":{"containers":[{"name":"b","image":"2"}]}}"#,
                #"[{"name":"a","image":"1","ports":[{"containerPort":80}]},{"name":"b","image":"2"}]"#
            ),
            (
                #"{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}"#, #"[{"name":"b","image":"1"}]"#
            ),
            (
                #"{"spec":{"containers":[{"$patch":"replace"},{"name":"c"}]}}"#, #"[{"name":"c"}]"#
            ),
            (
                #"{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"a","image":null}]}}"#,
                #"[{"name":"b","image":"1"},{"name":"a","ports":[{"containerPort":80}]}]"#
            ),
            (
                #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"name":"http"},{"containerPort":81}]}]}}"#,
                #"[{"name":"a","image":"1","ports":[{"containerPort":80,"name":"http"},{"containerPort":81}]},{"name":"b","image":"1"}]"#
            ),
        ])
    func strategicMerge(patch: String, containers: String) throws {
        let pod = try JSONValue(
            parsing:
                #"{"spec":{"containers":[{"name":"a","image":"1","ports":[{"containerPort":80}]},{"name":"b","image":"1"}]}}"#
        )
        let result = try StrategicMergePatch(kind: .pod).apply(JSONValue(parsing: patch), to: pod)
        let expected = try JSONValue(parsing: containers)
        #expect(result[path: "spec", "containers"] == expected)
    }

    @Test("primitive lists lose what a strategic patch names, and retainKeys drops the other members")
    func directives() throws {
        let object = try JSONValue(
            parsing:
                #"{"metadata":{"finalizers":["a","b"]},"spec":{"strategy":{"type":"x","rollingUpdate":{}}}}"#)
        let patch = try JSONValue(
            parsing:
                #"{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"],"finalizers":["c"]},"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}"#
        )
        let result = try StrategicMergePatch(kind: .deployment).apply(patch, to: object)
        #expect(
            try result
                == JSONValue(
                    parsing: #"{"metadata":{"finalizers":["b","c"]},"spec":{"strategy":{"type":"Recreate"}}}"#
                ))
    }
}
