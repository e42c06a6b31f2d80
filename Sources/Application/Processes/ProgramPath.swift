internal import Foundation

/// Where this program's files are.
package enum ProgramPath {
    /// The running executable, with links resolved.
    package static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    }

    /// The executable called `name` in the same folder.
    package static func sibling(_ name: String) -> String {
        URL(fileURLWithPath: executable).deletingLastPathComponent().appendingPathComponent(name).path
    }
}
