internal import Domain
internal import Foundation
internal import Helm
internal import Kubernetes

/// Looks at everything urumi depends on. Each finding says what to do about it.
struct Examination: Sendable {
    typealias Finding = DoctorDocument.Finding

    private let workspace: Workspace

    init(_ workspace: Workspace) { self.workspace = workspace }

    func run() async -> [Finding] {
        var findings = [await state(), charts()]
        do {
            let access = try ClusterAccess(workspace)
            findings.append(
                Finding(
                    name: "kubeconfig", result: "ok",
                    detail: "context \(access.name), \(Self.host(access.configuration.server))"))
            findings.append(await helm(access))
            findings += await cluster(access)
        } catch {
            findings.append(
                Finding(name: "kubeconfig", result: "wrong", detail: CommandFailure(error).description))
        }
        findings.append(domain())
        findings.append(terminal())
        return findings
    }

    private func state() async -> Finding {
        do {
            _ = try await workspace.database()
            return Finding(name: "state", result: "ok", detail: workspace.stateFolder)
        } catch {
            return Finding(name: "state", result: "wrong", detail: "\(error)")
        }
    }

    private func charts() -> Finding {
        guard let share = workspace.share else {
            return Finding(
                name: "charts", result: "wrong", detail: "none found; set URUMI_SHARE to a checkout of urumi")
        }
        let found = Engine.allCases.filter { share.chart($0.rawValue) != nil }.map(\.rawValue)
        return Finding(
            name: "charts", result: "ok", detail: "\(found.joined(separator: ", ")) in \(share.path)")
    }

    private func helm(_ access: ClusterAccess) async -> Finding {
        do {
            let helm = try await workspace.helm(for: access.configuration)
            return Finding(name: "helm", result: "ok", detail: "\(helm.version) at \(helm.path)")
        } catch {
            return Finding(name: "helm", result: "wrong", detail: "\(error)")
        }
    }

    private func cluster(_ access: ClusterAccess) async -> [Finding] {
        do {
            let version = try await access.client.serverVersion(timeout: .seconds(5))
            let isOld = version.major == "1" && version.minorNumber < 28
            var findings = [
                Finding(
                    name: "cluster", result: isOld ? "note" : "ok",
                    detail: "Kubernetes \(version.gitVersion)"
                        + (isOld ? "; 1.28 and later is supported" : ""))
            ]
            findings.append(await ingressClass(access))
            findings.append(await storageClass(access))
            return findings
        } catch {
            return [Finding(name: "cluster", result: "wrong", detail: "\(error)")]
        }
    }

    private func ingressClass(_ access: ClusterAccess) async -> Finding {
        guard let classes = try? await access.client.list(IngressClass.self).items else {
            return Finding(name: "ingress", result: "note", detail: "the ingress classes can't be listed")
        }
        let names = classes.map(\.metadata.name)
        if let wanted = workspace.settings.ingressClass {
            return names.contains(wanted)
                ? Finding(name: "ingress", result: "ok", detail: wanted)
                : Finding(
                    name: "ingress", result: "note",
                    detail:
                        "INGRESS_CLASS is \(wanted), but the cluster has \(names.isEmpty ? "none" : names.joined(separator: ", "))"
                )
        }
        if let standard = classes.first(where: \.isDefault) {
            return Finding(name: "ingress", result: "ok", detail: "\(standard.metadata.name), the default")
        }
        return Finding(
            name: "ingress", result: "note",
            detail: names.isEmpty
                ? "no ingress controller; stores run but can't be reached"
                : "no default among \(names.joined(separator: ", ")); set INGRESS_CLASS")
    }

    private func storageClass(_ access: ClusterAccess) async -> Finding {
        guard let classes = try? await access.client.list(StorageClass.self).items else {
            return Finding(name: "storage", result: "note", detail: "the storage classes can't be listed")
        }
        let names = classes.map(\.metadata.name)
        if let wanted = workspace.settings.storageClass {
            return Finding(
                name: "storage", result: names.contains(wanted) ? "ok" : "wrong",
                detail: names.contains(wanted)
                    ? wanted
                    : "STORAGE_CLASS is \(wanted), but the cluster has \(names.joined(separator: ", "))")
        }
        guard let standard = classes.first(where: \.isDefault) else {
            return Finding(
                name: "storage", result: "note",
                detail:
                    "no default storage class; set STORAGE_CLASS to one of \(names.joined(separator: ", "))")
        }
        return Finding(name: "storage", result: "ok", detail: "\(standard.metadata.name), the default")
    }

    private func domain() -> Finding {
        let domain = workspace.settings.baseDomain
        if domain == "dev" || domain.hasSuffix(".dev") {
            return Finding(
                name: "domain", result: "note",
                detail: "browsers insist on https for .dev; use another BASE_DOMAIN or set TLS_ISSUER")
        }
        let resolves = domain == "localhost" || domain.hasSuffix(".localhost") || domain.hasSuffix(".nip.io")
        return Finding(
            name: "domain", result: "ok",
            detail: resolves
                ? "*.\(domain) resolves by itself" : "*.\(domain) needs a wildcard DNS entry or /etc/hosts")
    }

    private func terminal() -> Finding {
        let name = workspace.environment["TERM"] ?? ""
        return Finding(
            name: "terminal", result: name.isEmpty ? "note" : "ok",
            detail: name.isEmpty ? "TERM isn't set; the dashboard needs it" : name)
    }

    private static func host(_ server: String) -> String {
        // A demo server's path is its secret.
        guard let url = URL(string: server), let host = url.host else { return server }
        return "\(url.scheme ?? "https")://\(host)" + (url.port.map { ":\($0)" } ?? "")
    }
}
