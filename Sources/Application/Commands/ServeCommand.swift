internal import ArgumentParser
internal import Foundation

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Do the queued jobs and answer the REST API.",
        discussion: """
            Examples:
              urumi serve
              urumi serve --listen 127.0.0.1:8000
              curl http://127.0.0.1:8000/api/v1/health
            """)

    @Option(name: .long, help: ArgumentHelp("Where to listen.", valueName: "host:port"))
    var listen = "127.0.0.1:8000"

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        // Checked here, so that a wrong setting is reported by the program that the user called.
        _ = try global.workspace()
        try ServerProgram.become(["serve", "--listen", listen] + global.arguments)
    }
}
