internal import Application
internal import ArgumentParser
internal import Foundation

@main
struct ServerMain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "urumi-server", abstract: "The parts of urumi that serve HTTP; `urumi` starts it.",
        version: UrumiProgram.version,
        subcommands: [ServeRun.self, DemoRun.self, ClaimRun.self, WriteRun.self])

    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        CoreDumps.refuse()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            guard error is CommandFailure || exitCode(for: error) == .failure else { exit(withError: error) }
            let failure = CommandFailure(error)
            Printer.note("urumi: \(failure)")
            Foundation.exit(failure.status.rawValue)
        }
    }
}
