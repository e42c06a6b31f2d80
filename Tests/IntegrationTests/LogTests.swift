import Domain
import Kubernetes
import Provisioning
import Testing

@Suite("Reading logs", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing), .timeLimit(.minutes(1)))
struct LogTests {
    private func makePod(_ name: String, _ world: World, _ namespace: String) async throws {
        try await world.client.create(
            .pods,
            [
                "metadata": ["name": .string(name)],
                "spec": ["containers": [["name": "mysql", "image": "mysql:8.4.11"]]],
            ], in: namespace)
    }

    @Test("what pods write is told with its time, of those that come later too")
    func follows() async throws {
        try await World.run { world in
            let namespace = world.prefix + "logs"
            try await world.client.create(.namespaces, ["metadata": ["name": .string(namespace)]])
            try await makePod("first", world, namespace)
            let (updates, telling) = AsyncStream.makeStream(of: LogUpdate.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    await StoreLogs(client: world.client).read(LogRequest(namespace: namespace)) {
                        telling.yield($0)
                    }
                }
                var pods: Set<String> = []
                for await update in updates {
                    guard case .line(let line) = update else { continue }
                    #expect(line.time != nil && !line.text.isEmpty)
                    if pods.insert(line.pod).inserted, pods.count == 1 {
                        try await makePod("second", world, namespace)
                    }
                    if pods.count == 2 { break }
                }
                #expect(pods == ["first", "second"])
                group.cancelAll()
            }
        }
    }

    @Test("where one pod is wanted the other says nothing; of a run before that there wasn't that is told")
    func narrows() async throws {
        try await World.run { world in
            let namespace = world.prefix + "logs"
            try await world.client.create(.namespaces, ["metadata": ["name": .string(namespace)]])
            for name in ["first", "second"] { try await makePod(name, world, namespace) }
            let logs = StoreLogs(client: world.client)
            let (updates, telling) = AsyncStream.makeStream(of: LogUpdate.self)
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await logs.read(LogRequest(namespace: namespace, pod: "second")) { telling.yield($0) }
                }
                var lines: [LogLine] = []
                for await update in updates {
                    if case .line(let line) = update { lines.append(line) }
                    if lines.count == 3 { break }
                }
                #expect(lines.allSatisfy { $0.pod == "second" })
                group.cancelAll()
            }
            let (answers, answering) = AsyncStream.makeStream(of: LogUpdate.self)
            await logs.read(LogRequest(namespace: namespace, isPrevious: true)) { answering.yield($0) }
            answering.finish()
            var told: [LogUpdate] = []
            for await answer in answers { told.append(answer) }
            #expect(told == [.trouble("no container of it has run before")])
        }
    }
}
