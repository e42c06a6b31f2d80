import Domain
import Foundation
import Glibc
import Testing

import class GRDB.DatabaseQueue

@testable import Persistence

@Suite("A broken file", .timeLimit(.minutes(1)))
struct BrokenFileTests {
    enum Damage: String, CaseIterable, Sendable {
        case garbage, truncated, cut, header, page, empty, missing, tooShort

        /// Damages a database that nobody has open, its -wal file merged.
        func apply(_ path: String) throws {
            var data = try Data(contentsOf: URL(filePath: path))
            switch self {
            case .garbage: data = Data("Dear diary, this is no database".utf8)
            case .truncated: data = data.prefix(4096)
            case .cut: data = data.prefix(data.count - 1000)
            case .header: data.replaceSubrange(0..<20, with: Data(repeating: 0xff, count: 20))
            case .page: for page in 1..<data.count / 4096 { data[page * 4096] = 0xee }
            case .empty: data = Data()
            case .missing:
                unlink(path)
                return
            case .tooShort: data = data.prefix(50)
            }
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: data)
            try file.close()
        }
    }

    @Test("is set aside as it is, and a new one begun that says so", arguments: Damage.allCases)
    func setAside(damage: Damage) async throws {
        try await TestState.run { state in
            let path = try state.folder.database
            do {
                let database = try await state.open()
                for number in 0..<30 { _ = try await database.enqueue(.create("shop-\(number)")) }
                #expect(try await database.loss(cluster: "a") == nil)
            }
            try damage.apply(path)
            let broken = try? Data(contentsOf: URL(filePath: path))
            let database = try await state.open()
            // Some damage shows only where it is.
            for _ in 0..<2 { _ = try? await database.stores(cluster: TestState.cluster) }
            #expect(try await database.stores(cluster: TestState.cluster).isEmpty)
            let loss = try #require(try await database.loss(cluster: "a"))
            let kept = try state.broken().filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
            if damage == .missing || damage == .empty {
                #expect(kept.isEmpty)
            } else {
                let name = try #require(kept.first)
                #expect(kept.count == 1 && loss.what.contains(name))
                #expect(try Data(contentsOf: URL(filePath: "\(state.path)/\(name)")) == broken)
            }
            #expect(
                try await database.audit(cluster: "a", store: nil, limit: 9).map(\.action) == [Loss.action])
            // The new one is as good as any.
            let job = try await database.enqueue(.create("shop"))
            #expect(try await state.open().job(job.id) == job)
            try await database.makeGood(loss, cluster: "a", stores: 0)
            #expect(try await database.loss(cluster: "a") == nil)
            #expect(try await database.loss(cluster: "b") == loss)
        }
    }

    @Test("keeps its -wal file, unmerged, and those who had it open go over to the new one")
    func inUse() async throws {
        try await TestState.run { state in
            let (first, second) = (try await state.open(), try await state.open())
            let path = first.folder.database
            let job = try await first.enqueue(.create("shop"))
            let lease = try #require(try await first.claim())
            let log = try Data(contentsOf: URL(filePath: path + "-wal"))
            #expect(!log.isEmpty)
            let kept = try BrokenFile.setAside(path, now: state.time.now)
            let fresh = try await second.enqueue(.create("fresh"))
            #expect(try await first.job(fresh.id) == fresh)
            #expect(try await first.job(job.id) == nil)
            await #expect(throws: DomainError.fenced(job.id)) {
                try await lease.record(StepRecord(name: .hosts))
            }
            #expect(try Data(contentsOf: URL(filePath: kept + "-wal")).starts(with: log))
            #expect(try await second.loss(cluster: TestState.cluster) != nil)
            let names = try await DatabaseQueue(path: kept).read {
                try String.fetchAll($0, sql: "SELECT name FROM stores")
            }
            #expect(names == ["shop"])
        }
    }

    @Test("that the user named is refused and left as it is")
    func elsewhere() async throws {
        try await TestState.run { state in
            let folder = try StateFolder(database: state.path + ".sqlite")
            try Data("Dear diary".utf8).write(to: URL(filePath: folder.database))
            chmod(folder.database, 0o600)
            await #expect(throws: PersistenceError.notADatabase(path: folder.database)) {
                try await Database.open(folder)
            }
            #expect(try Data(contentsOf: URL(filePath: folder.database)) == Data("Dear diary".utf8))
        }
    }

    @Test("isn't taken for whole where a copy of days ago was put back, or its -wal file removed")
    func outdated() async throws {
        try await TestState.run { state in
            let path = try state.folder.database
            do { _ = try await state.open().enqueue(.create("early")) }
            let early = try Data(contentsOf: URL(filePath: path))
            do { _ = try await state.open().enqueue(.create("late")) }
            #expect(try await state.open().loss(cluster: "a") == nil)
            try early.write(to: URL(filePath: path))
            chmod(path, 0o600)
            let database = try await state.open()
            #expect(try await database.loss(cluster: "a")?.what.contains("newest 1 entries") == true)
            #expect(try await database.stores(cluster: TestState.cluster).count == 1)
            #expect(try state.broken().isEmpty)
        }
    }

    @Test("that a later version changes ends the work of this one")
    func newer() async throws {
        try await TestState.run { state in
            let (old, new) = (try await state.open(), try await state.open())
            let presence = try old.announceWorker(cluster: "a")
            defer { presence.end() }
            try await new.write { connection in
                try connection.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')")
                try connection.execute(sql: "CREATE TABLE tomorrow (x)")
            }
            await #expect(throws: PersistenceError.newer(path: old.folder.database)) {
                try await old.enqueue(.create("shop"))
            }
            #expect(try !new.hasWorker(cluster: "a"))
        }
    }
}

extension TestState {
    fileprivate func broken() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.contains(".broken-") }
    }
}
