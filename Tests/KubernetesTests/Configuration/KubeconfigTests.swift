import Foundation
import Testing

@testable import Kubernetes

@Suite("Kubeconfig")
struct KubeconfigTests {
    private func file(
        _ name: String, current: String? = nil, server: String = "https://one:6443", user: String = ""
    )
        -> String
    {
        """
        apiVersion: v1
        kind: Config
        \(current.map { "current-context: \($0)" } ?? "")
        contexts: [{name: \(name), context: {cluster: shared, user: me, namespace: \(name)-ns}}]
        clusters: [{name: shared, cluster: {server: "\(server)"}}]
        users: [{name: me, user: {\(user)}}]
        """
    }

    @Test("of several files the first one that has a name counts, and all contexts are known")
    func merge() throws {
        let folder = try TemporaryFolder()
        let first = try folder.write(file("a", server: "https://one:6443", user: "token: 123"), "first")
        let second = try folder.write(
            file("b", current: "b", server: "https://two:6443", user: "username: u, password: p"), "second")
        let third = try folder.write(file("b", current: "a", server: "https://three"), "third")
        let kubeconfig = try Kubeconfig.load(
            environment: ["KUBECONFIG": "\(first):/does/not/exist::\(second):\(third)"])
        #expect(kubeconfig.contextNames == ["a", "b"])
        #expect(kubeconfig.currentContext == "b")
        let configuration = try kubeconfig.configuration()
        #expect(configuration.server == "https://one:6443")
        #expect(configuration.authentication == .token("123"))
        #expect(configuration.defaultNamespace == "b-ns")
        #expect(configuration.contextName == "b")
        #expect(try kubeconfig.configuration(context: "a").defaultNamespace == "a-ns")
    }

    @Test("relative paths are relative to the file they stand in")
    func relativePaths() throws {
        let folder = try TemporaryFolder()
        try folder.write("CA", "certs/ca.pem")
        try folder.write("CERT", "certs/me.pem")
        try folder.write("KEY", "certs/me.key")
        let path = try folder.write(
            """
            current-context: x
            contexts: [{name: x, context: {cluster: c, user: u}}]
            clusters:
            - name: c
              cluster: {server: https://h/prefix/, certificate-authority: ../certs/ca.pem, tls-server-name: api}
            users:
            - name: u
              user:
                client-certificate: ../certs/me.pem
                client-key: ../certs/me.key
                exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [a, "1"],
                       env: [{name: K, value: v}], provideClusterInfo: true}
            """, "kube/config")
        let configuration = try Kubeconfig.load(paths: [path]).configuration()
        #expect(configuration.server == "https://h/prefix")
        #expect(
            configuration.tls
                == TLSConfiguration(
                    certificateAuthority: Array("CA".utf8), clientCertificate: Array("CERT".utf8),
                    clientKey: Array("KEY".utf8), serverName: "api"))
        #expect(
            configuration.authentication
                == .exec(
                    ExecPlugin(
                        command: folder.path + "/kube/plugin", arguments: ["a", "1"], environment: ["K": "v"],
                        providesClusterInfo: true)))
        #expect(configuration.defaultNamespace == "default")
    }

    @Test(
        "a server's certificate is checked unless the file says otherwise",
        arguments: [("", false), (", insecure-skip-tls-verify: true", true)])
    func verification(setting: String, skips: Bool) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "{current-context: x, contexts: [{name: x, context: {cluster: c}}], "
                + "clusters: [{name: c, cluster: {server: 'https://h'\(setting)}}]}", "config")
        let configuration = try Kubeconfig.load(paths: [path]).configuration()
        #expect(configuration.tls.skipsVerification == skips)
        #expect(configuration.authentication == .none)
    }

    @Test("embedded certificates come before files, a token file before a token")
    func precedence() throws {
        let folder = try TemporaryFolder()
        let user = "token: t, tokenFile: secret/token, username: u"
        let path = try folder.write(
            file("x", current: "x", user: user).replacingOccurrences(
                of: #"{server: "https://one:6443"}"#,
                with:
                    "{server: 'https://h', certificate-authority: missing, certificate-authority-data: Q0E=}"),
            "config")
        let configuration = try Kubeconfig.load(paths: [path]).configuration()
        #expect(configuration.tls.certificateAuthority == Array("CA".utf8))
        #expect(
            configuration.authentication == .tokenFile(path: folder.path + "/secret/token", fallback: "t"))
    }

    @Test("without any file the error names what was looked for")
    func nothing() throws {
        #expect(throws: KubernetesError.noConfiguration(lookedFor: ["/nowhere/.kube/config"])) {
            try Kubeconfig.load(environment: ["HOME": "/nowhere"])
        }
        #expect(throws: KubernetesError.noConfiguration(lookedFor: ["/a", "/b"])) {
            try Kubeconfig.load(environment: ["HOME": "/nowhere", "KUBECONFIG": "/a:/b"])
        }
        let empty = try TemporaryFolder().write("", "config")
        #expect(throws: KubernetesError.self) { try Kubeconfig.load(paths: [empty]) }
    }

    @Test(
        "a mistake is told with file and line",
        arguments: [
            ("contexts: [", 1), ("a: b\n  c: d\n", 2), ("just text", 1), ("kind: Pod\nspec: {}", nil),
            ("contexts:\n- name: x\n  context: [1]", 3), ("contexts: {}", 1), ("clusters:\n- cluster: {}", 2),
        ] as [(String, Int?)])
    func malformed(text: String, line: Int?) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, "config")
        let error = #expect(throws: KubernetesError.self) { try Kubeconfig.load(paths: [path]) }
        guard case .malformed(let file, let found, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(file == path)
        #expect(found == line || text == "contexts: [")
    }

    @Test(
        "a setting that can't be used is refused",
        arguments: [
            ("server: ftp://h", ""), ("server: ''", ""),
            ("server: 'https://h', insecure-skip-tls-verify: maybe", ""),
            ("server: 'https://h', certificate-authority-data: '***'", ""),
            ("server: 'https://h', certificate-authority: /nowhere/ca.pem", ""),
            ("server: 'https://h', certificate-authority-data: Q0E=, insecure-skip-tls-verify: true", ""),
            ("server: 'https://h'", "client-certificate-data: Q0E="),
            ("server: 'https://h'", "auth-provider: {name: gcp}"),
            ("server: 'https://h'", "exec: {apiVersion: client.authentication.k8s.io/v1}"),
            ("server: 'https://h'", "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}"),
            (
                "server: 'https://h'",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}"
            ),
        ])
    func refused(cluster: String, user: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "{current-context: x, contexts: [{name: x, context: {cluster: c, user: u}}], "
                + "clusters: [{name: c, cluster: {\(cluster)}}], users: [{name: u, user: {\(user)}}]}",
            "config")
        #expect(throws: KubernetesError.self) { try Kubeconfig.load(paths: [path]).configuration() }
    }

    @Test("an unknown context is told with those that exist, a dangling one with what it lacks")
    func unknownContext() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            file("a") + "\n", "config")
        let kubeconfig = try Kubeconfig.load(paths: [path])
        #expect(throws: KubernetesError.unknownContext("b", available: ["a"])) {
            try kubeconfig.configuration(context: "b")
        }
        #expect(throws: KubernetesError.unknownContext("", available: ["a"])) {
            try kubeconfig.configuration()
        }
        let dangling = try folder.write("contexts: [{name: a, context: {cluster: gone}}]", "dangling")
        let error = #expect(throws: KubernetesError.self) {
            try Kubeconfig.load(paths: [dangling]).configuration(context: "a")
        }
        #expect("\(error.map(\.description) ?? "")".contains(#"the cluster "gone""#))
    }

    @Test("a pod finds its service account")
    func inCluster() throws {
        let folder = try TemporaryFolder()
        for (name, text) in [("ca.crt", "CA"), ("token", "T"), ("namespace", "shop")] {
            try folder.write(text, name)
        }
        let configuration = try ClusterConfiguration.inCluster(
            environment: ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"],
            folder: folder.path)
        #expect(configuration.server == "https://[fd00::1]:443")
        #expect(configuration.authentication == .tokenFile(path: folder.path + "/token", fallback: nil))
        #expect(configuration.defaultNamespace == "shop")
        #expect(throws: KubernetesError.self) { try ClusterConfiguration.inCluster(environment: [:]) }
    }
}
