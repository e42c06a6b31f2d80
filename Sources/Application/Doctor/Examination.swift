internal import Domain
internal import Foundation
internal import Helm
internal import Kubernetes
internal import Provisioning
internal import Yams

/// Looks at everything urumi depends on.
struct Examination: Sendable {
    private let workspace: Workspace

    init(_ workspace: Workspace) { self.workspace = workspace }

    func run() async -> [Finding] {
        var findings = [await state(), charts()]
        var isHere = true
        do {
            let access = try ClusterAccess(workspace)
            isHere = ClusterSurvey.host(of: access).map(HostsFile.isThisMachine) ?? false
            findings.append(
                .ok("kubeconfig", "context \(access.name), \(Self.address(access.configuration.server))"))
            findings.append(await helm(access))
            findings += await cluster(access)
            await access.client.shutdown()
        } catch {
            findings.append(
                .failed(
                    "kubeconfig", CommandFailure(error).description,
                    mend: "set KUBECONFIG, make a cluster with scripts/setup-local.sh, or add --demo"))
        }
        findings += Diagnosis.names(await names(), isHere: isHere, isDemo: workspace.options.isDemo)
        findings.append(terminal())
        return findings
    }

    private func state() async -> Finding {
        do {
            _ = try await workspace.database()
            return .ok("state", workspace.stateFolder)
        } catch {
            return .failed("state", "\(error)")
        }
    }

    private func charts() -> Finding {
        guard let share = workspace.share else {
            return .failed(
                "charts", "none are found",
                mend: "set URUMI_SHARE to a checkout of urumi, or install it with scripts/install.sh")
        }
        let found = Engine.allCases.filter { share.chart($0.rawValue) != nil }.map(\.rawValue)
        return .ok("charts", "\(found.joined(separator: ", ")) in \(share.path)")
    }

    private func helm(_ access: ClusterAccess) async -> Finding {
        do {
            let helm = try await workspace.helm(for: access.configuration, isAsked: true)
            return .ok("helm", "\(helm.version) at \(helm.path)")
        } catch {
            return .failed(
                "helm", "\(error)",
                mend: "install Helm 3.17 or later (scripts/run.sh does), or set HELM_BINARY")
        }
    }

    private func cluster(_ access: ClusterAccess) async -> [Finding] {
        let settings = workspace.settings
        do {
            return Diagnosis.cluster(
                try await ClusterSurvey(workspace: workspace, access: access).facts(),
                ingressClass: settings.ingressClass, storageClass: settings.storageClass,
                tlsIssuer: settings.tlsIssuer, medusaImages: medusaImages())
        } catch {
            return [
                .failed(
                    "cluster", "\(error)",
                    mend: "start it, or name another: --context, --kubeconfig, or --demo for none at all")
            ]
        }
    }

    /// The images of the Medusa chart that nobody publishes.
    private func medusaImages() -> [String] {
        guard let chart = workspace.share?.chart(Engine.medusa.rawValue),
            let text = try? String(contentsOfFile: chart + "/values.yaml", encoding: .utf8),
            let values = try? Yams.load(yaml: text) as? [String: Any]
        else { return [] }
        return ["backend", "storefront"].compactMap { (values[$0] as? [String: Any])?["image"] as? String }
            .filter { $0.hasPrefix("urumi.local/") }
    }

    private func names() async -> NameFacts {
        let domain = workspace.settings.baseDomain
        var facts = NameFacts(
            baseDomain: domain, hasIssuer: workspace.settings.tlsIssuer != nil,
            helperIsInstalled: HostsFile().isReady)
        if NameResolution(of: domain) == .domain, !workspace.options.isDemo {
            let name = "urumi-check-\(UInt32.random(in: 0...UInt32.max)).\(domain)"
            facts.wildcard = await HostsFile.addresses(of: name)
        }
        return facts
    }

    private func terminal() -> Finding {
        let name = workspace.environment["TERM"] ?? ""
        return name.isEmpty
            ? .warning(
                "terminal", "TERM isn't set; the dashboard needs it", mend: "export TERM=xterm-256color")
            : .ok("terminal", name)
    }

    private static func address(_ server: String) -> String {
        // A demo server's path is its secret.
        guard let url = URL(string: server), let host = url.host else { return server }
        return "\(url.scheme ?? "https")://\(host)" + (url.port.map { ":\($0)" } ?? "")
    }
}
