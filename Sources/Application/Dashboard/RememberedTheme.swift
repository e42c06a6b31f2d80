internal import Foundation

/// The theme that was chosen last in the dashboard, kept in the state folder for the next start.
struct RememberedTheme {
    private let path: String
    private let mode: UInt32

    init(_ workspace: Workspace) {
        path = workspace.stateFolder + "/theme"
        mode = workspace.fileMode
    }

    /// nil where none was chosen yet.
    var name: String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.split(whereSeparator: \.isNewline).first.map(String.init)
    }

    /// A name that can't be kept is forgotten, as no work depends on it.
    func remember(_ name: String) {
        let new = path + ".\(getpid())"
        LogFile.make(new, mode: mode)
        guard let file = FileHandle(forWritingAtPath: new) else { return }
        defer { unlink(new) }
        guard (try? file.write(contentsOf: Data((name + "\n").utf8))) != nil else { return }
        try? file.close()
        rename(new, path)
    }
}
