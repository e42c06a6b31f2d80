internal import Foundation

/// Forgets the demo's world: its cluster and its records. Nothing outside the demo's own folder is touched.
struct DemoReset {
    private let workspace: Workspace

    init(_ workspace: Workspace) { self.workspace = workspace }

    /// - Throws: `CommandFailure` when a process still works on it.
    func run() throws {
        let folder = workspace.stateFolder
        guard workspace.options.isDemo, folder == workspace.home.demoStateFolder else { return }
        guard FileManager.default.fileExists(atPath: folder) else { return }
        // Moved away in one piece first, so that nobody meets half of it.
        let doomed = folder + ".reset-\(getpid())"
        guard rename(folder, doomed) == 0 else {
            throw CommandFailure(
                .failed, "\(folder) can't be moved away: \(String(cString: strerror(errno)))")
        }
        try FileManager.default.removeItem(atPath: doomed)
    }
}
