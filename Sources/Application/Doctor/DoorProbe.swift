internal import Foundation

/// Whether somebody answers at an ingress controller's ports.
enum DoorProbe {
    static func look(at address: String, _ ports: ClusterFacts.Door.Ports) async -> ClusterFacts.Door {
        async let http = answer(address, port: "\(ports.http)", speaksHTTP: true)
        async let https = answer(address, port: "\(ports.https)", speaksHTTP: false)
        return ClusterFacts.Door(address: address, ports: ports, http: await http, https: await https)
    }

    /// In a thread of its own, as sockets and resolvers block.
    private static func answer(_ address: String, port: String, speaksHTTP: Bool) async
        -> ClusterFacts.Door.Answer
    {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                continuation.resume(returning: ask(address, port: port, speaksHTTP: speaksHTTP))
            }
            thread.stackSize = 256 * 1024
            thread.start()
        }
    }

    private static func ask(_ address: String, port: String, speaksHTTP: Bool) -> ClusterFacts.Door.Answer {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, port, &hints, &list) == 0, let first = list else {
            return .closed("\(address) doesn't resolve")
        }
        defer { freeaddrinfo(list) }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Foundation.socket(first.pointee.ai_family, kind, 0)
        guard socket >= 0 else { return .closed(String(cString: strerror(errno))) }
        defer { close(socket) }
        if connect(socket, first.pointee.ai_addr, first.pointee.ai_addrlen) != 0 {
            guard errno == EINPROGRESS else { return .closed(String(cString: strerror(errno))) }
            guard wait(for: socket, Int16(POLLOUT)) else { return .closed("no answer within 2 s") }
            var failure: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(socket, SOL_SOCKET, SO_ERROR, &failure, &size)
            guard failure == 0 else { return .closed(String(cString: strerror(failure))) }
        }
        return speaksHTTP ? status(socket, address) : .open
    }

    /// A port mapping accepts connections even while nothing is behind it, so that a status has to come.
    private static func status(_ socket: Int32, _ address: String) -> ClusterFacts.Door.Answer {
        let request = Array("HEAD / HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\r\n".utf8)
        guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count,
            wait(for: socket, Int16(POLLIN))
        else { return .closed("no answer within 2 s") }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = recv(socket, &bytes, bytes.count, 0)
        let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
        guard words.count > 1, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else {
            return .closed("what answers doesn't speak HTTP")
        }
        return .http(status)
    }

    private static func wait(for socket: Int32, _ events: Int16) -> Bool {
        var entry = pollfd(fd: socket, events: events, revents: 0)
        return poll(&entry, 1, 2000) == 1
    }
}
