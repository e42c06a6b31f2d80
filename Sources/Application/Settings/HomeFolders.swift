/// The user's folders, by the XDG Base Directory Specification.
package struct HomeFolders: Sendable {
    /// Where state is kept.
    package let state: String
    package let config: String
    package let home: String

    package init(environment: [String: String]) {
        let home = environment["HOME"] ?? "/"
        self.home = home
        state = Self.absolute(environment["XDG_STATE_HOME"]) ?? home + "/.local/state"
        config = Self.absolute(environment["XDG_CONFIG_HOME"]) ?? home + "/.config"
    }

    /// Relative paths are to be ignored, says the specification.
    private static func absolute(_ path: String?) -> String? {
        path.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    package var stateFolder: String { state + "/urumi" }
    package var demoStateFolder: String { stateFolder + "/demo" }
    package var configFile: String { config + "/urumi/config.toml" }
    /// What `setup-prod.sh` writes for the members of the group `urumi`.
    package static let machineSettings = "/etc/urumi/urumi.env"
    package var themes: String { config + "/urumi/themes" }
}
