/// What the command line says about the world to work in.
package struct WorkspaceOptions: Sendable, Hashable {
    package var isDemo: Bool
    package var context: String?
    /// Settings given as flags, by setting.
    package var flags: [SettingKey: SettingText]

    package init(isDemo: Bool = false, context: String? = nil, flags: [SettingKey: SettingText] = [:]) {
        self.isDemo = isDemo
        self.context = context
        self.flags = flags
    }
}
