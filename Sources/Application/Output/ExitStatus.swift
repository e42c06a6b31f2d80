/// The exit codes that scripts may rely on.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    case failed = 1
    case wrongUsage = 2
    case notFound = 3
    case conflict = 4
    case unreachable = 5
    case limitReached = 6
    case interrupted = 130
}
