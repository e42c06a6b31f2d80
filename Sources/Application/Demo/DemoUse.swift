internal import Domain
internal import Foundation

/// Who uses the demo's world beside this process: dashboards, and workers while there's work.
struct DemoUse: Sendable {
    /// A process of this user that has the world's records open.
    struct User: Hashable, Sendable, CustomStringConvertible {
        let pid: Int32
        /// As it was started, without the program's folder.
        let command: String
        let isWorker: Bool

        var description: String { "process \(pid) (\(command))" }
    }

    let users: [User]

    init(of workspace: Workspace) async {
        // Links to open files are shown without any link on the way.
        let folder = URL(fileURLWithPath: workspace.stateFolder).resolvingSymlinksInPath().path
        let database = folder + "/urumi.db"
        let found = Self.users(of: database)
        // A worker with nothing to do ends by itself in a moment.
        let isBusy = found.contains(where: \.isWorker) ? await Self.hasWork(workspace) : false
        users = found.filter { !$0.isWorker || isBusy }
    }

    /// Such as `process 12 (urumi --demo) and process 13 (urumi worker …)`; nil where nobody does.
    var summary: String? { users.isEmpty ? nil : users.map(\.description).joined(separator: " and ") }

    private static func hasWork(_ workspace: Workspace) async -> Bool {
        guard let records = try? await workspace.database(),
            let newest = try? await records.jobs(cluster: DemoFolder.context, store: nil, limit: 1).first
        else { return false }
        return newest.state.isActive
    }

    static func users(of file: String) -> [User] {
        let files = FileManager.default
        let processes = (try? files.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { Int32($0) }.sorted().filter { pid in
            guard pid != getpid() else { return false }
            let folder = "/proc/\(pid)/fd"
            return ((try? files.contentsOfDirectory(atPath: folder)) ?? []).contains {
                (try? files.destinationOfSymbolicLink(atPath: folder + "/" + $0)) == file
            }
        }.map { pid in
            let line = files.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
            let words = String(decoding: line, as: UTF8.self).split(separator: "\0").map(String.init)
            let program = words.first?.split(separator: "/").last.map(String.init) ?? "a program"
            return User(
                pid: pid, command: ([program] + words.dropFirst()).joined(separator: " "),
                isWorker: words.dropFirst().first == "worker")
        }
    }
}
