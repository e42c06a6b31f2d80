import Foundation

/// Finds the executables that the module runs.
package enum HelmLocator {
    /// Helm's absolute path: `binary` (HELM_BINARY) itself when it is a path, else the first of that name
    /// in `path` (PATH), else in the folders `besides`.
    package static func helm(
        named binary: String = "helm", path: String?, besides: [String] = []
    ) throws(HelmError) -> String {
        if binary.contains("/") {
            let absolute = URL(fileURLWithPath: binary).path
            guard isExecutable(absolute) else { throw .notExecutable(path: absolute) }
            return absolute
        }
        let folders = folders(of: path) + besides
        guard let found = first(binary, in: folders) else {
            throw .notFound(binary: binary, searched: folders)
        }
        return found
    }

    /// util-linux's `flock`: from `path`, else from the system's folders.
    package static func flock(path: String?) throws(HelmError) -> String {
        let folders = folders(of: path) + ["/usr/bin", "/bin"]
        // BusyBox has a `flock` too, but one that can't become the program it runs.
        guard let found = first("flock", in: folders),
            !URL(fileURLWithPath: found).resolvingSymlinksInPath().path.hasSuffix("busybox")
        else { throw .lockToolMissing(searched: folders) }
        return found
    }

    private static func folders(of path: String?) -> [String] {
        (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init).filter {
            $0.hasPrefix("/")
        }
    }

    private static func first(_ name: String, in folders: [String]) -> String? {
        folders.lazy.map { $0 + "/" + name }.first(where: isExecutable)
    }

    private static func isExecutable(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }
}
