import Domain
import Foundation
import GRDB
import Glibc
import Testing

@testable import Persistence

private typealias Database = Persistence.Database

@Suite("Writers that never pause", .timeLimit(.minutes(2)))
struct FairnessTests {
    /// What a writer got done, and the longest that one write took, in milliseconds.
    private struct Tally: Codable {
        var writes: Int
        var longest: Int
    }

    @Test("all get their turn, in four processes at once")
    func fair() async throws {
        try await TestState.run { state in
            _ = try await state.open()
            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        await #expect(processExitsWith: .success) {
                            [path = state.path as String, writer = writer as Int] in
                            try await Self.write(path, writer)
                        }
                    }
                }
            }
            let tallies = try (0..<4).map { writer in
                let data = try Data(contentsOf: URL(filePath: "\(state.path)/tally-\(writer)"))
                return try JSONDecoder().decode(Tally.self, from: data)
            }
            let writes = tallies.map(\.writes)
            print("writes: \(writes), longest wait: \(tallies.map(\.longest)) ms")
            let (least, most) = (try #require(writes.min()), try #require(writes.max()))
            #expect(least > 0 && least * 5 >= most, "\(writes)")
            // Where the machine is idle it's a tenth of that.
            #expect(tallies.allSatisfy { $0.longest < 5000 })
        }
    }

    /// Waits for the others, then writes for two seconds.
    private static func write(_ path: String, _ writer: Int) async throws {
        let database = try await Database.open(try StateFolder(path: path))
        _ = FileManager.default.createFile(atPath: "\(path)/ready-\(writer)", contents: nil)
        while !(0..<4).allSatisfy({ FileManager.default.fileExists(atPath: "\(path)/ready-\($0)") }) {
            sched_yield()
        }
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .seconds(2))
        var tally = Tally(writes: 0, longest: 0)
        while clock.now < end {
            let before = clock.now
            try await database.write { connection in
                try connection.execute(
                    sql: """
                        INSERT INTO audit (at, actor, action, target, cluster, outcome, detail)
                        VALUES (0, 'w', 'w', 'w', 'w', 'w', 'w')
                        """)
            }
            tally.longest = max(tally.longest, Int((clock.now - before) / .milliseconds(1)))
            tally.writes += 1
        }
        try JSONEncoder().encode(tally).write(to: URL(filePath: "\(path)/tally-\(writer)"))
    }
}
