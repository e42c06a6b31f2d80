import Foundation
import Testing

@testable import Helm

@Suite("Chart annotations")
struct ChartAnnotationTests {
    private func chart(_ annotations: [String: String]) throws -> Chart {
        let folder = NSTemporaryDirectory() + "chart-annotations-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var text = "apiVersion: v2\nname: shop\nversion: 1.2.3\nannotations:\n  any: thing\n"
        for (name, value) in annotations {
            text += "  urumi.dev/\(name): |\n"
            for line in value.split(separator: "\n") { text += "    \(line)\n" }
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/Chart.yaml"))
        return try Chart(folder: folder)
    }

    @Test("credentials are read in the chart's order")
    func credentials() throws {
        let chart = try chart([
            "credentials": """
            zeta: {kind: fixed, value: admin, shown: true}
            admin-email: {kind: email, shown: true}
            password: {kind: password, length: 24, shown: true, title: MySQL password}
            api-key: {kind: key, prefix: pk_, length: 64}
            """
        ])
        #expect(
            try chart.credentials() == [
                ChartCredential(key: "zeta", content: .fixed("admin"), title: "Zeta"),
                ChartCredential(key: "admin-email", content: .email, title: "Admin e-mail"),
                ChartCredential(key: "password", content: .letters(length: 24), title: "MySQL password"),
                ChartCredential(key: "api-key", content: .hexadecimal(length: 64), prefix: "pk_"),
            ])
    }

    @Test(
        "what can't be understood is refused, naming chart, annotation and what is wrong",
        arguments: [
            (nil, "is missing"), ("", "is no YAML mapping"), ("[]", "is no YAML mapping"),
            ("a: {kind: dice, length: 20}", "“dice”"), ("a: {length: 20}", "kind"),
            ("a: {kind: password}", "length"), ("a: {kind: password, length: 4}", "length"),
            ("a: {kind: fixed}", "value"), ("a: {kind: email, colour: red}", "colour"),
            ("a: 5", "kind"), ("a: {kind: [", "is no YAML mapping"),
        ] as [(String?, String)])
    func refused(text: String?, problem: String) throws {
        let chart = try chart(text.map { ["credentials": $0] } ?? [:])
        let error = try #require(throws: HelmError.self) { try chart.credentials() }
        for word in ["chart shop 1.2.3", "urumi.dev/credentials", problem] {
            #expect(error.description.contains(word), "\(error)")
        }
    }

    @Test("a footprint has to have the size, and every amount of it")
    func footprint() throws {
        let amounts =
            "{requests.cpu: 1, requests.memory: 1Gi, limits.cpu: 2, limits.memory: 2Gi, pods: 2, "
            + "persistentvolumeclaims: 1, requests.storage: 1Gi}"
        let chart = try chart(["footprint": "small:\n  steady: \(amounts)\n  peak: {pods: 3}"])
        let large = try #require(throws: HelmError.self) { try chart.footprint(ofSize: "large") }
        #expect(large.description.contains("urumi.dev/footprint") && large.description.contains("large"))
        let small = try #require(throws: HelmError.self) { try chart.footprint(ofSize: "small") }
        #expect(small.description.contains("small.peak has no requests.cpu"))
    }
}
