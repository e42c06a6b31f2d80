import Foundation
import Testing

@testable import Helm

@Suite("Real Helms", .enabled(if: !RealHelms.all.isEmpty, Comment(rawValue: RealHelms.missing)))
struct RealHelmTests {
    @Test("renders with values from stdin, lints, and says why a chart fails", arguments: RealHelms.all)
    func offline(path: String) async throws {
        let folder = try TemporaryFolder()
        let helm = try await HelmExecutable.detect(
            path: path, environment: folder.environment(kubeconfig: "/dev/null"))
        #expect(helm.version.isSupported)
        let chart = try folder.chart().folder
        let values: HelmValues = ["greeting": "grüß \"dich\""]
        let rendered = try await helm.text(
            .template(release: "shop", namespace: "n", chart: chart, values: values))
        #expect(rendered.contains(#"greeting: "grüß \"dich\"""#))
        _ = try await helm.text(.lint(chart: chart, values: values))
        _ = try folder.write("{{ fail \"no greeting\" }}", to: "greeter/templates/bad.yaml")
        let error = await #expect(throws: HelmError.self) {
            try await helm.text(.template(release: "shop", namespace: "n", chart: chart, values: values))
        }
        guard case .failed(_, 1, let lines) = error else {
            Issue.record("\(String(describing: error))"); return
        }
        #expect(lines.joined().contains("no greeting"))
    }

    @Test(
        "a release is installed, upgraded, rolled back and removed",
        .enabled(if: RealHelms.kubeconfig != nil, "no cluster: set URUMI_TEST_REAL_CLUSTER=1 and KUBECONFIG"),
        arguments: RealHelms.all)
    func release(path: String) async throws {
        let folder = try TemporaryFolder()
        let helm = try await HelmExecutable.detect(
            path: path, environment: folder.environment(kubeconfig: RealHelms.kubeconfig))
        let name = "greeter-" + UUID().uuidString.prefix(8).lowercased()
        let namespace = "default"
        let lock = folder.path + "/lock"
        #expect(try await helm.release(named: name, in: namespace) == nil)

        var upgrade = HelmCommand.Upgrade(
            release: name, namespace: namespace, chart: try folder.chart().folder,
            values: ["greeting": "one"], labels: ["urumi.dev/operation": UUID().uuidString])
        let first = try await helm.upgrade(upgrade, lockFile: lock, within: .seconds(60))
        #expect(first.revision == 1 && first.state == .deployed && first.namespace == namespace)
        upgrade.values = ["greeting": "two"]
        #expect(try await helm.upgrade(upgrade, lockFile: lock, within: .seconds(60)).revision == 2)
        _ = try await helm.run(
            .rollback(
                release: name, namespace: namespace, revision: 1, historyMax: 10, timeout: .seconds(30)),
            lockFile: lock, within: .seconds(60)
        ) { _ in }

        let history = try await helm.history(of: name, in: namespace)
        #expect(history.map(\.revision) == [1, 2, 3])
        #expect(history.map(\.state) == [.superseded, .superseded, .deployed])
        #expect(
            history.allSatisfy { $0.chart == "greeter-1.2.3" && $0.appVersion == "8.4" && $0.updated != nil })
        let listed = try #require(try await helm.release(named: name, in: namespace))
        #expect(listed.revision == 3 && listed.state == .deployed && listed.updated != nil)
        #expect(try await helm.releases(in: nil).contains(listed))
        #expect(try await helm.status(of: name, in: namespace, revision: 2).state == .superseded)
        #expect(try await helm.values(of: name, in: namespace) == ["greeting": "one"])
        let manifest = try await helm.text(.manifest(release: name, namespace: namespace, revision: 2))
        #expect(manifest.contains("two"))

        for _ in 0..<2 {
            let uninstall = HelmCommand.uninstall(
                release: name, namespace: namespace, wait: true, timeout: .seconds(30))
            _ = try await helm.run(uninstall, lockFile: lock, within: .seconds(60)) { _ in }
        }
        #expect(try await helm.release(named: name, in: namespace) == nil)
    }
}
