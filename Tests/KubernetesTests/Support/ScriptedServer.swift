import Foundation
import Synchronization

/// An HTTP server on loopback that does as a test tells it, good manners or not.
final class ScriptedServer: Sendable {
    struct Request: Sendable {
        var method = ""
        var path = ""
        var headers: [String: String] = [:]
        var body: [UInt8] = []

        var query: [String: String] {
            Dictionary(
                (URLComponents(string: path)?.queryItems ?? []).map { ($0.name, $0.value ?? "") },
                uniquingKeysWith: { $1 })
        }
    }

    enum Action: Sendable {
        case send([UInt8])
        /// One byte a packet.
        case trickle([UInt8])
        case reset
        /// Says nothing until the other side closes.
        case hang
        /// Says nothing until the test opens the gate.
        case wait(Gate)
    }

    private struct State {
        var requests: [Request] = []
        var open: Set<Int32> = []
        var hungUp = 0
        var stopped = false
    }

    let url: String
    private let listener: Int32
    private let state = Mutex(State())
    private let answer: @Sendable (Request, Int) -> [Action]

    /// `answer` gets each request and how many came before it.
    init(_ answer: @escaping @Sendable (Request, Int) -> [Action]) throws {
        self.answer = answer
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                guard bind(socket, raw, length) == 0, listen(socket, 64) == 0,
                    getsockname(socket, raw, &length) == 0
                else { throw POSIXError(.EADDRINUSE) }
            }
        }
        listener = socket
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        Thread { [weak self] in
            // Closed only here: a number closed elsewhere might be another server's by the next accept.
            defer { close(socket) }
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else { return }
                guard let self, self.state.withLock({ !$0.stopped }) else {
                    close(connection)
                    return
                }
                Thread { self.serve(connection) }.start()
            }
        }.start()
    }

    deinit { stop() }

    func stop() {
        state.withLock { state in
            guard !state.stopped else { return }
            state.stopped = true
            for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
            shutdown(listener, Int32(SHUT_RDWR))
        }
    }

    var requests: [Request] { state.withLock(\.requests) }
    /// How many connections the other side has closed while the script hung.
    var hungUp: Int { state.withLock(\.hungUp) }

    private func serve(_ connection: Int32) {
        _ = state.withLock { $0.open.insert(connection) }
        defer {
            _ = state.withLock { $0.open.remove(connection) }
            close(connection)
        }
        guard let request = read(connection) else { return }
        let index = state.withLock { state in
            state.requests.append(request)
            return state.requests.count - 1
        }
        for action in answer(request, index) {
            switch action {
            case .send(let bytes): if !write(connection, bytes[...]) { return }
            case .trickle(let bytes):
                var one: Int32 = 1
                setsockopt(
                    connection, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
                for byte in bytes where !write(connection, [byte]) { return }
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
                return
            case .hang:
                var byte: UInt8 = 0
                while recv(connection, &byte, 1, 0) > 0 {}
                state.withLock { $0.hungUp += 1 }
            case .wait(let gate): gate.wait()
            }
        }
    }

    private func write(_ connection: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var request = Request()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var wanted: Int?
        while wanted.map({ bytes.count < $0 }) ?? true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            guard wanted == nil, let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
            let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
            let start = lines[0].split(separator: " ")
            (request.method, request.path) = (String(start[0]), String(start[1]))
            for line in lines.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                request.headers[parts[0].lowercased()] =
                    parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
            }
            let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
            wanted = end.upperBound + length
            bytes.reserveCapacity(end.upperBound + length)
            request.body = []
        }
        if let wanted {
            let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
            request.body = Array(bytes[(wanted - length)..<wanted])
        }
        return request
    }
}

extension ScriptedServer.Action {
    /// A whole answer; the connection closes after it.
    static func json(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> Self {
        let extra = headers.map { "\($0): \($1)\r\n" }.joined()
        return .send(
            Array(
                ("HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nConnection: close\r\n\(extra)"
                    + "Content-Length: \(text.utf8.count)\r\n\r\n\(text)").utf8))
    }

    /// The head of an endless answer in chunks.
    static var head: Self {
        .send(
            Array(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                    .utf8))
    }

    static func chunk(_ text: String) -> Self { .send(chunked(text)) }
    static var end: Self { .send(Array("0\r\n\r\n".utf8)) }

    static func chunked(_ text: String) -> [UInt8] {
        Array("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n".utf8)
    }

    /// A failure as the API words it.
    static func failure(
        _ code: Int, _ reason: String, _ message: String = "", headers: [String: String] = [:]
    ) -> Self {
        .json(
            #"{"kind":"Status","status":"Failure","code":\#(code),"reason":"\#(reason)","message":"\#(message)"}"#,
            status: code, headers: headers)
    }
}

/// Holds a thread until a test lets it go.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { semaphore.signal() }
    func wait() {
        semaphore.wait()
        semaphore.signal()
    }
}

/// Polls a condition that another thread brings about, for longer than the busiest machine takes.
func eventually(_ condition: @Sendable () async -> Bool) async -> Bool {
    let end = ContinuousClock.now.advanced(by: .seconds(100))
    while ContinuousClock.now < end {
        if await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}
