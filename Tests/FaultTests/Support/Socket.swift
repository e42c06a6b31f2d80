import Foundation

/// A TCP connection on loopback with a buffer, for one thread.
final class Socket {
    struct Ended: Error {}

    let descriptor: Int32
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var one: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    static func connect(port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let connected = withAddress(port: port) { Foundation.connect(descriptor, $0, $1) }
        guard connected == 0 else {
            close(descriptor)
            throw Ended()
        }
        return descriptor
    }

    /// A bound socket that doesn't listen yet, and its port, which it keeps when it listens no longer.
    static func bind() throws -> (descriptor: Int32, port: Int) {
        // The system keeps only a port that was asked for by its number.
        let chosen = try bind(port: 0)
        defer { close(chosen) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(chosen, $0, &length) }
        }
        let port = Int(UInt16(bigEndian: address.sin_port))
        return (try bind(port: port), port)
    }

    private static func bind(port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        guard withAddress(port: port, { Foundation.bind(descriptor, $0, $1) }) == 0 else { throw Ended() }
        return descriptor
    }

    private static func withAddress<T>(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    func write(_ bytes: [UInt8]) throws {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Ended() }
            offset += count
        }
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// A line without its CRLF. While waiting, the other side's end ends this too.
    func line(beside other: Socket? = nil) throws -> String {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = buffer[..<end]
                buffer.removeFirst(end + 1)
                return String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
            }
            try fill(beside: other)
        }
    }

    func bytes(_ count: Int, beside other: Socket? = nil) throws -> [UInt8] {
        while buffer.count < count { try fill(beside: other) }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    /// The lines before the empty one.
    func head(beside other: Socket? = nil) throws -> [String] {
        var lines: [String] = []
        while true {
            let line = try line(beside: other)
            if line.isEmpty { return lines }
            lines.append(line)
        }
    }

    /// Waits for the other side's end, whatever it says.
    func drain() {
        var scratch = [UInt8](repeating: 0, count: 4_096)
        while recv(descriptor, &scratch, scratch.count, 0) > 0 {}
    }

    private func fill(beside other: Socket?) throws {
        if let other {
            var both = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: other.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            while both[0].revents == 0 {
                guard poll(&both, 2, -1) > 0 else { continue }
                if both[1].revents != 0 { throw Ended() }
            }
        }
        var scratch = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &scratch, scratch.count, 0)
        guard count > 0 else { throw Ended() }
        buffer += scratch[..<count]
    }
}
