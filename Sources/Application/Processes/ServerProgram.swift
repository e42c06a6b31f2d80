internal import Foundation

/// `urumi-server`, the part of the program that has an HTTP server in it.
package enum ServerProgram {
    static var path: String { ProgramPath.sibling("urumi-server") }

    /// Turns this process into it; returns only by throwing.
    static func become(_ arguments: [String]) throws {
        let pointers = ([path] + arguments).map { strdup($0) } + [nil]
        execv(path, pointers)
        let reason = String(cString: strerror(errno))
        pointers.forEach { free($0) }
        throw CommandFailure(.failed, "\(path) can't be started: \(reason); reinstall urumi")
    }
}
