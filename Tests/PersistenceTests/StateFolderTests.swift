import Domain
import Foundation
import Glibc
import Testing

@testable import Persistence

@Suite("The state folder")
struct StateFolderTests {
    private func mode(_ path: String) throws -> Int {
        var status = stat()
        try #require(lstat(path, &status) == 0, "\(path)")
        return Int(status.st_mode & 0o7777)
    }

    @Test("is made for its owner alone, with all that comes to be in it")
    func modes() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            _ = try await database.enqueue(.create("shop"))
            let lease = try #require(try await database.claim())
            lease.log("hello")
            let presence = try database.announceWorker(cluster: TestState.cluster)
            defer { presence.end() }
            let enumerator = try #require(FileManager.default.enumerator(atPath: state.path))
            var seen: Set<String> = []
            for case let name as String in enumerator {
                let isFolder = try mode("\(state.path)/\(name)") == 0o700
                #expect(try isFolder || mode("\(state.path)/\(name)") == 0o600, "\(name)")
                seen.insert(name)
            }
            #expect(seen.isSuperset(of: ["urumi.db", "urumi.db-wal", "urumi.db-shm", "wake", "write.lock"]))
            #expect(try mode(state.path) == 0o700)
            #expect(try mode(lease.helmLockFile) == 0o600)
        }
    }

    @Test("shared by a group gives the group what it makes, whatever the umask")
    func group() async throws {
        try await TestState.run { state in
            #expect(mkdir(state.path, 0o700) == 0 && chmod(state.path, 0o2770) == 0)
            let database = try await state.open()
            #expect(database.folder.fileMode == 0o660)
            #expect(try mode(database.folder.locks) == 0o2770)
            #expect(try mode(database.folder.database) == 0o660)
            #expect(try mode(database.folder.database + "-wal") == 0o660)
            #expect(try mode(database.folder.wake) == 0o660)
        }
    }

    @Test(
        "is refused with the mend when others could get in",
        arguments: [(".", 0o755), (".", 0o770), ("locks", 0o777), ("urumi.db", 0o644), ("urumi.db", 0o400)])
    func openToOthers(name: String, mode: Int) async throws {
        try await TestState.run { state in
            _ = try await state.open()
            chmod("\(state.path)/\(name)", mode_t(mode))
            let error = #expect(throws: PersistenceError.self) { try state.folder }
            guard case .insecure(_, _, let mend) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(mend.contains(name.hasSuffix("db") ? "chmod 600" : "chmod 700"))
        }
    }

    @Test("is refused as a symbolic link, and so is a database that is one")
    func symbolicLinks() async throws {
        try await TestState.run { state in
            _ = try state.folder
            let link = state.path + "-link"
            symlink(state.path, link)
            #expect(throws: PersistenceError.symbolicLink(link)) { try StateFolder(path: link) }
            symlink("/dev/null", state.path + "/urumi.db")
            #expect(throws: PersistenceError.symbolicLink(state.path + "/urumi.db")) { try state.folder }
        }
    }

    @Test("is refused as somebody else's", .enabled(if: geteuid() == 0, "only root can give a folder away"))
    func stranger() async throws {
        try await TestState.run { state in
            _ = try state.folder
            chown(state.path, 65534, 65534)
            let error = #expect(throws: PersistenceError.self) { try state.folder }
            #expect(error?.description.contains("belongs to nobody") == true)
            chmod(state.path, 0o2770)
            chown(state.path, 65534, 0)
            #expect(throws: PersistenceError.self) { try state.folder }
        }
    }

    @Test("is refused as read-only where nothing can be made")
    func readOnly() {
        #expect(throws: PersistenceError.readOnly(path: "/sys/urumi")) { try StateFolder(path: "/sys/urumi") }
    }

    @Test("of a database elsewhere lies beside it, so that all who use the database share the locks")
    func elsewhere() async throws {
        try await TestState.run { state in
            let file = state.path + ".sqlite"
            let folder = try StateFolder(database: file)
            #expect(folder.path == file + "-state")
            _ = try await Database.open(folder)
            #expect(try mode(file) == 0o600)
            #expect(throws: PersistenceError.self) { try StateFolder(database: state.path + "/no/such/x.db") }
        }
    }
}
