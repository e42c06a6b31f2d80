import Foundation

/// Reads the files that a configuration names.
enum FileText {
    static func bytes(_ path: String, purpose: String) throws(KubernetesError) -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw .unreadableFile(path: path, purpose: purpose, reason: reason(error, path))
        }
    }

    static func reason(_ error: any Error, _ path: String) -> String {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            return "there's no such file"
        }
        if isDirectory.boolValue { return "it's a folder" }
        return FileManager.default.isReadableFile(atPath: path)
            ? "it's empty or not text" : "permission denied"
    }
}
