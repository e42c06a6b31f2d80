package import Domain
internal import Foundation
package import Kubernetes
internal import Synchronization

/// The logs of a store's containers, read from the cluster. Which containers there are is watched, so that
/// those of new pods and those that start again are read too.
package struct StoreLogs: LogReader {
    private let client: KubernetesClient
    private let clock: any Clock<Duration>

    package init(client: KubernetesClient, clock: any Clock<Duration> = ContinuousClock()) {
        self.client = client
        self.clock = clock
    }

    package func read(_ request: LogRequest, _ tell: @escaping @Sendable (LogUpdate) -> Void) async {
        if request.isPrevious { return await readPrevious(request, tell) }
        let reflector = Reflector(Pod.self, client: client, namespace: request.namespace, clock: clock)
        let roll = SharedRoll(ContainerRoll(pod: request.pod))
        await withDiscardingTaskGroup { group in
            group.addTask { await reflector.run() }
            for await event in reflector.events {
                switch event {
                case .connection(.stale(_, let reason)): tell(.trouble("\(reason)"))
                case .connection(.live): tell(.trouble(nil))
                default: break
                }
                for run in roll.begun(by: event) {
                    group.addTask { await follow(run, request, roll, tell) }
                }
            }
            group.cancelAll()
        }
    }

    /// Reads one run of a container until it ends. A connection that breaks meanwhile is made again, and what
    /// was told already isn't told again.
    private func follow(
        _ run: ContainerRun, _ request: LogRequest, _ roll: SharedRoll,
        _ tell: @escaping @Sendable (LogUpdate) -> Void
    ) async {
        var last: Date?
        var wait = 1
        while !Task.isCancelled {
            let runs = roll.isRunning(run)
            var options = LogOptions(container: run.container, tail: request.tail)
            options.since = last
            do {
                let told = last
                try await client.readLog(run.pod, in: request.namespace, options, follow: runs) { line in
                    if let told, let time = line.time, time <= told { return }
                    (last, wait) = (line.time ?? last, 1)
                    tell(.line(run.line(line)))
                }
                if !roll.isRunning(run) { return }
            } catch {
                if Task.isCancelled || !roll.isRunning(run) { return }
                tell(.trouble("\(run.pod): \(error)"))
            }
            try? await clock.sleep(for: .seconds(wait))
            wait = min(wait * 2, 15)
        }
    }

    private func readPrevious(_ request: LogRequest, _ tell: @escaping @Sendable (LogUpdate) -> Void) async {
        do {
            let pods = try await client.list(Pod.self, in: request.namespace).items
            let runs = pods.filter { request.pod.map { [$0] }?.contains($0.metadata.name) ?? true }
                .flatMap(ContainerRun.previous)
            if runs.isEmpty { tell(.trouble("no container of it has run before")) }
            for run in runs {
                let options = LogOptions(container: run.container, tail: request.tail, previous: true)
                try await client.readLog(run.pod, in: request.namespace, options, follow: false) {
                    tell(.line(run.line($0)))
                }
            }
        } catch {
            if !Task.isCancelled { tell(.trouble("\(error)")) }
        }
    }
}

/// The roll that the watch writes and those who read logs look at.
private final class SharedRoll: Sendable {
    private let roll: Mutex<ContainerRoll>

    init(_ roll: ContainerRoll) { self.roll = Mutex(roll) }

    func begun(by event: ReflectorEvent<Pod>) -> [ContainerRun] { roll.withLock { $0.begun(by: event) } }

    func isRunning(_ run: ContainerRun) -> Bool { roll.withLock { $0.isRunning(run) } }
}
