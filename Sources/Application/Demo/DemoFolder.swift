/// Where the demo cluster keeps its things, inside the demo's own state folder.
package struct DemoFolder: Sendable {
    package let path: String

    package init(stateFolder: String) { path = stateFolder + "/cluster" }

    /// Written when the server listens, removed when it ends in good order.
    package var kubeconfig: String { path + "/kubeconfig" }
    /// Held by the server's process for as long as it lives.
    package var lock: String { path + "/server.lock" }
    package var log: String { path + "/server.log" }
    /// The kube context's name.
    package static let context = "demo"
}
