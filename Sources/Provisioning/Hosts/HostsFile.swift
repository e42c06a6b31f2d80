internal import Foundation

/// urumi's block of /etc/hosts, written by the helper that setup-hosts-manager.sh installs.
package struct HostsFile: HostNames {
    package static let installedHelper = "/usr/local/lib/urumi/update-hosts.sh"

    private let helper: String
    private let file: String
    private let prefix: [String]

    package init(helper: String = installedHelper, file: String = "/etc/hosts") {
        self.helper = helper
        self.file = file
        prefix = helper == Self.installedHelper && geteuid() != 0 ? ["/usr/bin/env", "sudo", "-n"] : []
    }

    /// nil for a cluster on another machine, whose stores aren't to be looked for on this one.
    /// - Parameter server: the API server's URL.
    package init?(ofClusterAt server: String) {
        guard let host = URL(string: server)?.host, Self.isThisMachine(host) else { return nil }
        self.init()
    }

    package static func isThisMachine(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]" || host == "0.0.0.0"
            || host.hasPrefix("127.")
    }

    package var isReady: Bool { FileManager.default.isExecutableFile(atPath: helper) }

    package func names() -> Set<String> {
        guard let data = FileManager.default.contents(atPath: file) else { return [] }
        return Self.names(in: String(decoding: data, as: UTF8.self))
    }

    /// The names between the markers of urumi's block.
    static func names(in text: String) -> Set<String> {
        var names: Set<String> = []
        var isInside = false
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("# >>> urumi hosts") {
                isInside = true
            } else if line == "# <<< urumi hosts <<<" {
                isInside = false
            } else if isInside, let name = line.split(separator: " ").dropFirst().first {
                names.insert(String(name))
            }
        }
        return names
    }

    package func add(_ names: [String]) async throws { try await run(["add"] + names) }
    package func remove(_ names: [String]) async throws { try await run(["remove"] + names) }
    package func sync(_ names: [String]) async throws { try await run(["sync"] + names) }

    private func run(_ arguments: [String]) async throws {
        guard isReady else { throw HostsError.notInstalled }
        let command = prefix + [helper] + arguments
        let (status, said) = try await Self.run(command)
        guard status != 0 else { return }
        if !prefix.isEmpty, said.hasPrefix("sudo:") { throw HostsError.notAllowed }
        throw HostsError.failed(said.isEmpty ? "status \(status)" : said)
    }

    /// The status, and the last line of stderr. The helper gives up by itself after 30 s.
    private static func run(_ command: [String]) async throws -> (Int32, String) {
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { ended in
            end.yield(ended.terminationStatus)
            end.finish()
        }
        do {
            try process.run()
        } catch {
            throw HostsError.failed("\(command[0]) can't be started: \(error.localizedDescription)")
        }
        var status: Int32 = -1
        for await ended in ends { status = ended }
        let said = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        return (status, said.split(whereSeparator: \.isNewline).last.map(String.init) ?? "")
    }

    /// Asked in a thread of its own, as a resolver that waits for a dead server can't be stopped.
    package func resolves(_ name: String) async -> Bool { await Self.addresses(of: name).isEmpty == false }

    /// The addresses that the machine finds for a name; none after `limit`.
    package static func addresses(of name: String, within limit: Duration = .seconds(3)) async -> [String] {
        let (answers, answer) = AsyncStream.makeStream(of: [String].self)
        let thread = Thread {
            answer.yield(lookUp(name))
            answer.finish()
        }
        thread.stackSize = 256 * 1024
        thread.start()
        return await withTaskGroup(of: [String].self) { group in
            group.addTask { await answers.first { _ in true } ?? [] }
            group.addTask {
                try? await Task.sleep(for: limit)
                return []
            }
            defer { group.cancelAll() }
            return await group.next() ?? []
        }
    }

    private static func lookUp(_ name: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let entry = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(
                entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0,
                NI_NUMERICHOST) == 0
            {
                let address = String(
                    decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                if !found.contains(address) { found.append(address) }
            }
            next = entry.pointee.ai_next
        }
        return found
    }
}
