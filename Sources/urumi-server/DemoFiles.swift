internal import Application
internal import DemoCluster
internal import Foundation

/// What the demo cluster's process leaves for others to find.
struct DemoFiles: Sendable {
    struct Address: Codable, Sendable {
        var port: Int
        var prefix: String
    }

    private let folder: String

    init(folder: String) { self.folder = folder }

    private var kubeconfig: String { folder + "/kubeconfig" }

    /// Takes the folder for this process, for as long as it lives; false when another has it.
    func lock() throws -> Bool {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let descriptor = Foundation.open(
            folder + "/server.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.failed, "\(folder) can't be used: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return false
        }
        // The descriptor stays open: the kernel lets go of the lock when the process ends, however it does.
        ftruncate(descriptor, 0)
        let pid = "\(getpid())\n"
        _ = pid.withCString { Foundation.write(descriptor, $0, strlen($0)) }
        return true
    }

    func untilListening() async throws {
        for _ in 0..<600 {
            if FileManager.default.fileExists(atPath: kubeconfig) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw CommandFailure(
            .failed, "another demo cluster is starting but doesn't get there; `urumi demo stop` ends it")
    }

    /// The address of last time, or a new one.
    func address() -> Address {
        guard let data = FileManager.default.contents(atPath: folder + "/address.json"),
            let known = try? JSONDecoder().decode(Address.self, from: data), !known.prefix.isEmpty
        else { return Address(port: 0, prefix: DemoCluster.randomPrefix()) }
        return known
    }

    func write(address: Address) {
        if let data = try? JSONEncoder().encode(address) { write(data, to: folder + "/address.json") }
    }

    func write(kubeconfig text: String) { write(Data(text.utf8), to: kubeconfig) }

    func removeKubeconfig() { unlink(kubeconfig) }

    /// Whether nobody listens on that port of loopback.
    func isFree(port: Int) -> Bool {
        guard (1...65_535).contains(port) else { return false }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// Tells whoever started this process, and waits on descriptor 3, that it answers.
    static func tellReady() {
        var byte: UInt8 = 1
        if fcntl(3, F_GETFD) >= 0 {
            _ = Foundation.write(3, &byte, 1)
            close(3)
        }
    }

    /// Whole or not at all, for its owner only.
    private func write(_ data: Data, to path: String) {
        let temporary = path + ".new"
        unlink(temporary)
        guard
            FileManager.default.createFile(
                atPath: temporary, contents: data, attributes: [.posixPermissions: 0o600])
        else { return }
        rename(temporary, path)
    }
}
