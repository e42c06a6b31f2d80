import Synchronization
import Testing

@testable import Kubernetes

@Suite("Shared work", .timeLimit(.minutes(1)))
struct SingleFlightTests {
    @Test("whoever is cancelled leaves at once; the work goes on for the others and ends with the last")
    func cancellation() async throws {
        let flight = SingleFlight<Int>()
        let started = Mutex(0)
        let ended = Mutex(0)
        @Sendable func work() async throws -> Int {
            started.withLock { $0 += 1 }
            defer { ended.withLock { $0 += 1 } }
            try await Task.sleep(for: .seconds(1_000))
            return 1
        }
        let first = Task { try await flight.value(work) }
        #expect(await eventually { started.withLock(\.self) == 1 })
        let second = Task { try await flight.value { 2 } }
        #expect(await eventually { flight.waiting == 2 })
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(ended.withLock(\.self) == 0)
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(await eventually { ended.withLock(\.self) == 1 })
        #expect(try await flight.value { 3 } == 3)
    }
}
