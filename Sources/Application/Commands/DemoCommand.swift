internal import ArgumentParser
internal import Domain
internal import Foundation
internal import Provisioning

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Start, stop or empty the built-in demo cluster.",
        discussion: """
            Every command takes --demo and starts it when needed; this is for filling it, speeding it up and
            ending it.

            Examples:
              urumi demo
              urumi demo start --stores 100 --speed 5
              urumi demo start --play
              urumi demo status
              urumi demo reset
              KUBECONFIG=$(urumi demo kubeconfig) kubectl get pods -A
            """,
        subcommands: [Start.self, Stop.self, Status.self, Reset.self, Kubeconfig.self],
        defaultSubcommand: Status.self)

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Start it, with stores in it if wanted.")

        @Option(name: .long, help: "Fill it up to so many stores.")
        var stores: Int?

        @Option(name: .long, help: "How many times faster than life its time runs.")
        var speed: Double?

        @Flag(name: .long, help: "Create, change, break and delete stores of its own until interrupted.")
        var play = false

        @OptionGroup var global: GlobalOptions

        func validate() throws {
            if let stores, !(0...20_000).contains(stores) { throw ValidationError("--stores: 0 to 20000") }
            if let speed, !(0.1...1000).contains(speed) { throw ValidationError("--speed: 0.1 to 1000") }
        }

        func run() async throws {
            let workspace = try global.demoWorkspace()
            _ = try workspace.folder()
            if speed != nil || stores != nil { workspace.demoProcess.stop() }
            let options =
                (stores.map { ["--stores", "\($0)"] } ?? []) + (speed.map { ["--speed", "\($0)"] } ?? [])
            try workspace.demoProcess.ensureRunning(options: options)
            let world = try await OpenWorkspace(workspace)
            if let recovery = world.recovery { Printer.note("\(recovery)") }
            if stores != nil {
                let found = try await Adoption(client: world.cluster.client, cluster: world.cluster.name)
                    .discover()
                let adopted = try await world.database.adopt(found, requestedBy: "urumi")
                Printer.note("\(adopted.count) stores taken in, \(found.count) in all")
            }
            Printer.out("the demo cluster runs; `urumi --demo` opens its dashboard")
            guard play else { return }
            var player = global
            player.demo = true
            let workers = workspace.detachedWorkers(registry: world.database, arguments: player.arguments)
            let follower = JobFollower(records: world.database, launcher: workers)
            _ = try await Signals.cancelling { try await DemoPlay(world, follower: follower).run() }
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End it; its stores are there at the next start.")

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let workspace = try global.demoWorkspace()
            let use = await DemoUse(of: workspace)
            if case .running = workspace.demoProcess.state(), let users = use.summary {
                Printer.note("it is still used by \(users), and starts again when that needs it")
            }
            Printer.out(
                workspace.demoProcess.stop() ? "the demo cluster has ended" : "the demo cluster didn't run")
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say whether it runs, and where.")

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let workspace = try global.demoWorkspace()
            switch workspace.demoProcess.state() {
            case .running(let pid):
                Printer.out("running, process \(pid)\nkubeconfig \(workspace.demoProcess.folder.kubeconfig)")
            case .stopped: Printer.out("stopped; `urumi --demo` starts it")
            }
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End it and forget all that it held.",
            discussion: "While a dashboard or a worker uses it, that is refused without --yes.")

        @Flag(name: .long, help: "Do it although somebody uses it.")
        var yes = false

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let workspace = try global.demoWorkspace()
            if let users = await DemoUse(of: workspace).summary {
                guard yes else {
                    throw CommandFailure(
                        .conflict,
                        "the demo is still used by \(users); end that first, or add --yes to reset it anyway")
                }
                Printer.note("it was still used by \(users), which has to be started again")
            }
            workspace.demoProcess.stop()
            try DemoReset(workspace).run()
            Printer.out("the demo cluster is empty")
        }
    }

    struct Kubeconfig: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print its kubeconfig's path, starting it if need be.")

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let workspace = try global.demoWorkspace()
            _ = try workspace.folder()
            try workspace.demoProcess.ensureRunning()
            Printer.out(workspace.demoProcess.folder.kubeconfig)
        }
    }
}

extension GlobalOptions {
    /// The demo's world, whether or not `--demo` was given.
    func demoWorkspace() throws -> Workspace {
        var options = self
        options.demo = true
        return try options.workspace()
    }
}
