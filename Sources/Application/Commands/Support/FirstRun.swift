internal import Foundation
internal import Kubernetes

/// Asks, on a terminal where no kubeconfig is found, which cluster is meant.
struct FirstRun {
    private let global: GlobalOptions
    private static let k3s = "/etc/rancher/k3s/k3s.yaml"

    init(_ global: GlobalOptions) { self.global = global }

    /// The options to go on with; nil when there's nothing to ask.
    /// - Throws: `CommandFailure` when the user would rather set something up first.
    func ask() throws -> GlobalOptions? {
        guard !global.demo, global.kubeconfig == nil else { return nil }
        let lookedFor: [String]
        do {
            _ = try global.workspace().clusterConfiguration()
            return nil
        } catch KubernetesError.noConfiguration(let places) {
            lookedFor = places
        } catch is KubernetesError {
            // A configuration that's there but broken is for the dashboard to show.
            return nil
        }
        let hasK3s = FileManager.default.isReadableFile(atPath: Self.k3s)
        Printer.note("No kubeconfig was found (looked for \(lookedFor.joined(separator: ", "))).\n")
        Printer.note("  1  look around in the built-in demo cluster; nothing real is touched")
        if hasK3s { Printer.note("  2  use this machine's k3s (\(Self.k3s))") }
        Printer.note("  p  give a kubeconfig's path")
        Printer.note("  k  how to set up a local cluster with Kind\n")
        FileHandle.standardError.write(Data("Choice [1]: ".utf8))
        var chosen = global
        switch readLine()?.trimmingCharacters(in: .whitespaces) {
        case "", "1": chosen.demo = true
        case "2" where hasK3s: chosen.kubeconfig = Self.k3s
        case "p":
            FileHandle.standardError.write(Data("Path: ".utf8))
            guard let path = readLine(), !path.isEmpty else { throw Self.nothingChosen }
            chosen.kubeconfig = NSString(string: path).expandingTildeInPath
        case "k":
            throw CommandFailure(
                .unreachable,
                "install Docker and Kind, then: kind create cluster --name store-platform; "
                    + "then start urumi again, which finds ~/.kube/config")
        default: throw Self.nothingChosen
        }
        return chosen
    }

    private static let nothingChosen = CommandFailure(
        .unreachable, "no cluster was chosen; `urumi --demo` needs none")
}
