import Testing

@testable import Helm

@Suite("Helm commands")
struct HelmCommandTests {
    private static let v3 = HelmVersion(3, 17, 3)
    private static let v4 = HelmVersion(4, 3, 1)

    @Test("an upgrade installs too, takes its values from stdin, labels the release and does not wait")
    func upgrade() {
        let command = HelmCommand.upgrade(
            .init(
                release: "shop", namespace: "store-shop", chart: "/charts/a",
                values: ["password": "canary"], labels: ["op": "1", "a": "b"], timeout: .seconds(90)))
        let expected =
            "upgrade shop /charts/a --install --namespace store-shop --values - --history-max 10 "
            + "--timeout 90s --labels a=b,op=1 --output json"
        #expect(command.arguments(for: Self.v3).joined(separator: " ") == expected)
        #expect(command.arguments(for: Self.v4).joined(separator: " ") == expected)
        #expect(String(decoding: command.standardInput, as: UTF8.self) == #"{"password":"canary"}"#)
        #expect(command.summary == "helm upgrade shop")
    }

    @Test(
        "each command has its exact arguments",
        arguments: [
            (
                HelmCommand.uninstall(release: "s", namespace: "n", wait: true, timeout: .seconds(5)),
                "uninstall s --namespace n --ignore-not-found --cascade foreground --wait --timeout 5s"
            ),
            (
                .rollback(release: "s", namespace: "n", revision: 2, historyMax: 7, timeout: .seconds(5)),
                "rollback s 2 --namespace n --history-max 7 --timeout 5s"
            ),
            (.history(release: "s", namespace: "n"), "history s --namespace n --output json"),
            (
                .status(release: "s", namespace: "n", revision: 3),
                "status s --namespace n --revision 3 --output json"
            ),
            (
                .values(release: "s", namespace: "n", revision: nil, all: true),
                "get values s --namespace n --all --output json"
            ),
            (
                .manifest(release: "s", namespace: "n", revision: 1),
                "get manifest s --namespace n --revision 1"
            ),
            (
                .template(release: "s", namespace: "n", chart: "/c", values: [:]),
                "template s /c --namespace n --values -"
            ),
            (.lint(chart: "/c", values: [:]), "lint /c --strict --values -"),
            (.version, "version --template {{.Version}}"),
        ])
    func arguments(command: HelmCommand, expected: String) {
        #expect(command.arguments(for: Self.v4).joined(separator: " ") == expected)
    }

    @Test("a list shows pending releases: Helm 3 needs a flag for it that Helm 4 lacks")
    func list() {
        let one = HelmCommand.list(namespace: "n", release: "a.b")
        #expect(one.arguments(for: Self.v3).contains("--all"))
        #expect(!one.arguments(for: Self.v4).contains("--all"))
        #expect(one.arguments(for: Self.v4).contains("^a\\.b$"))
        #expect(
            HelmCommand.list(namespace: nil, release: nil).arguments(for: Self.v4)[1] == "--all-namespaces")
    }

    @Test(
        "versions are read, and those before 3.17 refused",
        arguments: [
            ("v3.17.0", true), ("v3.16.9", false), ("v4.0.0-rc.1+gab12\n", true), ("3.21.4", true),
            ("v2.17.0", false),
        ])
    func versions(text: String, isSupported: Bool) throws {
        #expect(try #require(HelmVersion(parsing: text)).isSupported == isSupported)
    }

    @Test(
        "what is no version is not taken for one",
        arguments: ["", "v3", "v3.x.1", "Client: v3.17.0", "v3.-1.0"])
    func noVersion(text: String) {
        #expect(HelmVersion(parsing: text) == nil)
    }

    @Test("a child has the environment that credential plugins need, and nothing of its parent's own")
    func environment() {
        let variables = HelmEnvironment(
            inherited: [
                "PATH": "/bin", "API_TOKEN": "canary", "AWS_PROFILE": "p", "KUBECONFIG": "/old",
                "SSH_AUTH_SOCK": "/s", "OWN_PLUGIN_REGION": "r", "HELM_NAMESPACE": "other",
                "HELM_KUBETOKEN": "t",
            ],
            withholding: ["API_TOKEN", "KUBECONFIG"], kubeconfig: nil, context: "kind", folder: "/h"
        ).variables
        #expect(variables["PATH"] == "/bin" && variables["AWS_PROFILE"] == "p")
        #expect(variables["SSH_AUTH_SOCK"] == "/s" && variables["OWN_PLUGIN_REGION"] == "r")
        #expect(variables["API_TOKEN"] == nil && variables["KUBECONFIG"] == nil)
        #expect(variables["HELM_NAMESPACE"] == nil && variables["HELM_KUBETOKEN"] == nil)
        #expect(variables["HELM_KUBECONTEXT"] == "kind" && variables["HELM_DRIVER"] == "secrets")
    }
}
