internal import Application
internal import ArgumentParser
internal import DemoCluster
internal import Foundation

/// The demo cluster's process: one for each folder.
struct DemoRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "demo", shouldDisplay: false)

    @Option(name: .long) var folder: String
    @Option(name: .long) var stores: Int?
    @Option(name: .long) var speed = 1.0
    /// Minutes without any use after which it ends by itself.
    @Option(name: .customLong("idle-minutes")) var idleMinutes = 30.0

    func run() async throws {
        let files = DemoFiles(folder: folder)
        guard try files.lock() else {
            // Somebody else was faster: that one is as good.
            try await files.untilListening()
            return DemoFiles.tellReady()
        }
        files.removeKubeconfig()
        let address = files.address()
        let cluster = try open(files, address)
        if let stores { try await DemoSeeding(cluster: cluster).fill(upTo: stores) }
        _ = try await Signals.cancelling {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await cluster.run { port in
                        files.write(address: .init(port: port, prefix: address.prefix))
                        files.write(kubeconfig: cluster.server.kubeconfig(port: port))
                        DemoFiles.tellReady()
                    }
                }
                group.addTask { try await endWhenUnused(cluster) }
                try await group.next()
                group.cancelAll()
            }
        }
        files.removeKubeconfig()
    }

    /// The port and the secret of last time, so that kubeconfigs handed out stay true; another port if somebody
    /// has that one by now.
    private func open(_ files: DemoFiles, _ address: DemoFiles.Address) throws -> DemoCluster {
        var configuration = DemoCluster.Configuration(
            stateFolder: URL(fileURLWithPath: folder),
            port: files.isFree(port: address.port) ? address.port : 0,
            prefix: address.prefix, speed: speed)
        configuration.onTrouble = { Printer.note($0) }
        return try DemoCluster(configuration: configuration)
    }

    private func endWhenUnused(_ cluster: DemoCluster) async throws {
        let limit = idleMinutes * 60
        while !Task.isCancelled {
            let reading = cluster.server.activity.current
            let unused = reading.openWatches > 0 ? 0 : Date().timeIntervalSince(reading.lastRequest)
            if unused >= limit { return }
            try await Task.sleep(for: .seconds(limit - unused))
        }
    }
}
