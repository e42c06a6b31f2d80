internal import ArgumentParser
internal import Domain
internal import Foundation
internal import Kubernetes

struct LogsCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Print the log of a store's pod, or of all of them.",
        discussion: """
            Without a pod all are printed, each line after its pod's name.

            Examples:
              urumi logs shop
              urumi logs shop shop-mysql-0 --tail 20
              urumi logs shop -f
            """)

    @OptionGroup var store: StoreArgument

    @Argument(help: "Only this pod's log.")
    var pod: String?

    @Flag(name: [.customShort("f"), .long], help: "Go on as lines are written.")
    var follow = false

    @Option(name: .long, help: "The last so many lines of each pod.")
    var tail = 100

    @Option(name: .shortAndLong, help: "The container, where a pod has several.")
    var container: String?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if tail < 0 { throw ValidationError("--tail: 0 or more") }
    }

    func run() async throws {
        let world = try await OpenWorkspace(global)
        let store = try await world.store(self.store.name)
        let client = world.cluster.client
        let all = try await client.list(Pod.self, in: store.namespace).items.map(\.metadata.name).sorted()
        if let pod, !all.contains(pod) {
            throw CommandFailure(
                .notFound, "\(store.name) has no pod \(pod); `urumi pods \(store.name)` lists them")
        }
        let pods = pod.map { [$0] } ?? all
        if pods.isEmpty { Printer.note("\(store.name) has no pods") }
        let options = LogOptions(container: container, tail: tail)
        guard follow else {
            for name in pods { try await show(name, isOnly: pods.count == 1, store, client, options) }
            return
        }
        let ended: Bool? = try await Signals.cancelling([SIGINT, SIGTERM]) {
            await withTaskGroup(of: Void.self) { group in
                for name in pods {
                    group.addTask { await followed(name, isOnly: pods.count == 1, store, client, options) }
                }
            }
            return true
        }
        if ended == nil { throw CommandFailure(.interrupted, "no longer following") }
    }

    private func show(
        _ pod: String, isOnly: Bool, _ store: Store, _ client: KubernetesClient, _ options: LogOptions
    ) async throws {
        do {
            let text = try await client.logs(pod, in: store.namespace, options)
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) where !line.isEmpty {
                Printer.out(isOnly ? String(line) : "\(pod)  \(line)")
            }
        } catch let error as KubernetesError where !isOnly {
            // One pod that hasn't started yet is no reason to say nothing of the others.
            Printer.note("\(pod): \(error)")
        }
    }

    private func followed(
        _ pod: String, isOnly: Bool, _ store: Store, _ client: KubernetesClient, _ options: LogOptions
    ) async {
        do {
            for try await line in try await client.followLogs(pod, in: store.namespace, options) {
                Printer.out(isOnly ? line : "\(pod)  \(line)")
            }
        } catch {
            if !Task.isCancelled { Printer.note("\(pod): \(error)") }
        }
    }
}
