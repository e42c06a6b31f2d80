internal import ArgumentParser
internal import CAllocator
internal import Foundation

/// The program behind `urumi`.
package enum UrumiProgram {
    package static let version = "0.1.0"

    /// Parses the command line, runs the command and ends the process with its status.
    package static func main() async {
        urumi_allocator_keep_little()
        CoreDumps.refuse()
        // A reader that goes away, such as `head`, is no reason to die by a signal.
        signal(SIGPIPE, SIG_IGN)
        let commands = Set(
            RootCommand.configuration.subcommands.flatMap { [$0._commandName] + $0.configuration.aliases })
        let arguments = CommandLineOrder.normalized(
            Array(CommandLine.arguments.dropFirst()), commands: commands)
        let status = await run(arguments).rawValue
        // Without the libraries' handlers: the transport's thread may be in the middle of a TLS handshake, and
        // must not find OpenSSL cleaned up.
        fflush(nil)
        _exit(status)
    }

    static func run(_ arguments: [String]) async -> ExitStatus {
        do {
            var command = try RootCommand.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .done
        } catch {
            return report(error)
        }
    }

    private static func report(_ error: any Error) -> ExitStatus {
        let isOfParser = RootCommand.exitCode(for: error) != .failure || error is ValidationError
        if isOfParser, !(error is CommandFailure) {
            let message = RootCommand.fullMessage(for: error)
            guard RootCommand.exitCode(for: error) != .success else {
                Printer.out(message)
                return .done
            }
            Printer.note(message)
            return .wrongUsage
        }
        let failure = CommandFailure(error)
        Printer.note("urumi: \(failure)")
        return failure.status
    }
}

struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "urumi", abstract: "Online shops on Kubernetes, from the terminal.",
        discussion: """
            Without a command it opens the dashboard. Every command takes --demo (the built-in demo cluster),
            --context NAME, --kubeconfig PATH and --setting KEY=VALUE, before its name or after it.

            Examples:
              urumi --demo                                     the dashboard on the built-in demo cluster
              urumi create shop --engine woocommerce --wait    a store, from the command line
              urumi list                                       the stores there are
              urumi upgrade shop --size medium --wait          a change, undone by itself if it fails
              urumi doctor                                     what is set up, and what isn't
            """, version: UrumiProgram.version,
        subcommands: [
            DashboardCommand.self, CreateCommand.self, DeleteCommand.self, ListCommand.self, ShowCommand.self,
            PodsCommand.self, EventsCommand.self, LogsCommand.self, CredentialsCommand.self,
            UpgradeCommand.self, HistoryCommand.self, RollbackCommand.self, JobsCommand.self,
            CancelCommand.self,
            RetryCommand.self, AdoptCommand.self, AuditCommand.self, WorkerCommand.self, ServeCommand.self,
            DemoCommand.self, HostsCommand.self, DoctorCommand.self, ThemesCommand.self,
            CompletionsCommand.self,
        ], defaultSubcommand: DashboardCommand.self)
}
