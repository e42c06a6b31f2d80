internal import ArgumentParser

struct CompletionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print a shell's completion script.",
        discussion: """
            Examples:
              urumi completions bash > ~/.local/share/bash-completion/completions/urumi
              urumi completions zsh > ~/.zfunc/_urumi
              urumi completions fish > ~/.config/fish/completions/urumi.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() async throws {
        let kind: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        Printer.out(RootCommand.completionScript(for: kind))
    }
}
