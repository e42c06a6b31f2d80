import Kubernetes
import Testing

@testable import DemoCluster

@Suite("Selectors")
struct SelectorTests {
    @Test(
        "label selectors read every operator",
        arguments: [
            ("", true), ("app=web", true), ("app==web,tier=front", true), ("app!=web", false), ("x!=y", true),
            ("app in (web, db)", true), ("app notin (web)", false), ("x notin (web)", true), ("app", true),
            ("!app", false), ("!x", true), ("n>4", true), ("n<5", false), ("app=", false),
        ])
    func labels(query: String, matches: Bool) throws {
        let labels: [String: JSONValue] = ["app": "web", "tier": "front", "n": "5"]
        #expect(try LabelSelector(query: query).matches(labels) == matches)
    }

    @Test("a malformed selector is refused", arguments: ["app in web", "a b", "=x", "n>x", "app in (a"])
    func malformed(query: String) {
        #expect(throws: APIFailure.self) { try LabelSelector(query: query) }
    }

    @Test("an object's selector joins labels and expressions")
    func expressions() {
        let selector = LabelSelector([
            "matchLabels": ["a": "1"],
            "matchExpressions": [
                ["key": "b", "operator": "In", "values": ["x", "y"]],
                ["key": "c", "operator": "DoesNotExist"],
            ],
        ])
        #expect(selector.matches(["a": "1", "b": "y"]))
        #expect(!selector.matches(["a": "1", "b": "z"]))
        #expect(!selector.matches(["a": "1", "b": "x", "c": ""]))
    }

    @Test(
        "ages are written as kubectl writes them",
        arguments: [
            (-1, "0s"), (119, "119s"), (120, "2m"), (185, "3m5s"), (3600, "60m"), (3 * 3600, "3h"),
            (3 * 3600 + 60, "3h1m"), (47 * 3600, "47h"), (50 * 3600, "2d2h"), (10 * 86_400, "10d"),
        ])
    func ages(seconds: Int, text: String) {
        #expect(HumanDuration.text(seconds) == text)
    }

    @Test(
        "a pod's one word comes from its containers",
        arguments: [
            (#"{"phase":"Pending"}"#, "Pending"),
            (
                #"{"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"ImagePullBackOff"}}}]}"#,
                "ImagePullBackOff"
            ),
            (#"{"phase":"Pending","initContainerStatuses":[{"state":{"running":{}}}]}"#, "Init:0/1"),
            (
                #"{"phase":"Running","containerStatuses":[{"state":{"terminated":{"exitCode":1,"reason":"Error"}}}]}"#,
                "Error"
            ),
            (#"{"phase":"Running","containerStatuses":[{"ready":true,"state":{"running":{}}}]}"#, "Running"),
            (
                #"{"phase":"Succeeded","containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}]}"#,
                "Completed"
            ),
        ])
    func podWords(status: String, word: String) throws {
        #expect(PodColumns.reason(["status": try JSONValue(parsing: status)]) == word)
    }
}
