import Domain
import Foundation
import struct GRDB.DatabaseError
import class GRDB.DatabaseQueue
import struct GRDB.ResultCode
import Glibc
import Testing

@testable import Persistence

@Suite("The database")
struct SchemaTests {
    @Test("has each write on disk before it returns: WAL with synchronous=FULL")
    func durability() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let (synchronous, journal) = try await database.pool.writeWithoutTransaction { connection in
                (
                    try Int.fetchOne(connection, sql: "PRAGMA synchronous"),
                    try String.fetchOne(connection, sql: "PRAGMA journal_mode")
                )
            }
            #expect(synchronous == 2)
            #expect(journal == "wal")
        }
    }

    @Test("keeps what was written when it's opened again")
    func reopening() async throws {
        try await TestState.run { state in
            let job = try await state.open().enqueue(.create("shop"))
            let database = try await state.open()
            #expect(try await database.job(job.id) == job)
            let store = try #require(try await database.store(named: "shop", cluster: TestState.cluster))
            #expect(store.id == job.storeID)
            #expect(store.spec.overrides == ["a=b\nc"])
            #expect(store.status.phase == .queued)
            #expect(try await database.pool.read { try Schema.migrator.hasCompletedMigrations($0) })
        }
    }

    @Test("itself refuses a second active job of a store")
    func oneActiveJob() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.enqueue(.create("shop"))
            let second = Job(
                id: JobID(UUID()), storeID: job.storeID, storeName: job.storeName, cluster: job.cluster,
                kind: .upgrade, runAt: job.runAt, createdAt: job.createdAt, requestedBy: "")
            await #expect(throws: PersistenceError.failed(path: database.folder.database, code: 2067)) {
                try await database.write { try JobRecord(second).insert($0) }
            }
        }
    }

    @Test(
        "refuses to change or forget the audit trail",
        arguments: ["DELETE FROM audit", "UPDATE audit SET actor = 'x'"])
    func audit(sql: String) async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.enqueue(.create("shop"))
            await #expect(throws: PersistenceError.self) {
                try await database.write { try $0.execute(sql: sql) }
            }
            let entry = AuditRecord(job, outcome: "accepted", at: state.time.now).entry
            #expect(try await database.audit(cluster: nil, store: nil, limit: 9) == [entry])
        }
    }

    @Test("is refused when it's from a newer version")
    func newer() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            try await database.write { connection in
                try connection.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')")
            }
            await #expect(throws: PersistenceError.newer(path: database.folder.database)) {
                try await state.open()
            }
        }
    }

    @Test("is refused when it's another program's, and left as it is")
    func otherFiles() async throws {
        try await TestState.run { state in
            let path = try state.folder.database
            try await DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE diary (day)") }
            chmod(path, 0o600)
            let before = try Data(contentsOf: URL(filePath: path))
            await #expect(throws: PersistenceError.foreign(path: path)) { try await state.open() }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }

    @Test("that somebody keeps locked is refused in time, and the refused write never happens")
    func locked() async throws {
        try await TestState.run { state in
            let database = try await state.open(patience: .milliseconds(20))
            let lock = try #require(try FileLock.take(database.folder.writeLock, mode: 0o600))
            let locked = PersistenceError.locked(path: database.folder.database)
            await #expect(throws: locked) { try await database.enqueue(.create("shop")) }
            await #expect(throws: locked) { try await state.open(patience: .milliseconds(20)) }
            lock.release()
            _ = try await state.open().enqueue(.create("other"))
            // Passes the gate after the refused one, which is then known to have been skipped.
            _ = try? await database.enqueue(.create("other"))
            #expect(
                try await database.stores(cluster: TestState.cluster).map(\.name.description) == ["other"])
        }
    }

    @Test(
        "says what SQLite's codes mean",
        arguments: [
            (.SQLITE_BUSY, .locked(path: "x")), (.SQLITE_BUSY_SNAPSHOT, .locked(path: "x")),
            (.SQLITE_READONLY, .readOnly(path: "x")), (.SQLITE_READONLY_DIRECTORY, .readOnly(path: "x")),
            (.SQLITE_NOTADB, .notADatabase(path: "x")), (.SQLITE_CORRUPT, .corrupt(path: "x")),
            (.SQLITE_FULL, .full(path: "x")), (.SQLITE_IOERR_FSYNC, .inputOutput(path: "x", code: 1034)),
        ] as [(ResultCode, PersistenceError)])
    func codes(code: ResultCode, meaning: PersistenceError) {
        #expect(PersistenceError(DatabaseError(resultCode: code), path: "x") == meaning)
    }
}
