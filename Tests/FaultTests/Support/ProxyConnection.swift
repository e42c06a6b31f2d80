import Foundation
import Synchronization

/// One client's connection through the proxy, on a thread of its own.
final class ProxyConnection: Sendable {
    /// What is done to it from outside.
    enum Fate: Sendable { case stall, reset, close }

    private struct State {
        var client: Int32
        var upstream: Int32 = -1
        var fate: Fate?
    }

    private unowned let proxy: FaultProxy
    private let state: Mutex<State>

    init(_ descriptor: Int32, proxy: FaultProxy) {
        self.proxy = proxy
        state = Mutex(State(client: descriptor))
    }

    /// Ends what it does now.
    func meet(_ fate: Fate) {
        state.withLock { state in
            guard state.fate == nil || (state.fate == .stall && fate != .stall) else { return }
            let wasStalled = state.fate != nil
            state.fate = fate
            if state.upstream >= 0 { shutdown(state.upstream, Int32(SHUT_RDWR)) }
            guard state.client >= 0, state.upstream < 0 else { return }
            if fate == .reset { Self.endByReset(state.client) }
            // One that stalls while it waits for a request goes on waiting, and then doesn't answer.
            if fate != .stall || wasStalled { shutdown(state.client, Int32(SHUT_RDWR)) }
        }
    }

    func run() {
        let client = Socket(state.withLock(\.client))
        do {
            while true { try serve(client) }
        } catch {
            let fate = state.withLock(\.fate)
            if fate == .stall {
                proxy.settled(self)
                client.drain()
            }
        }
        state.withLock { state in
            if state.fate == .reset { Self.endByReset(state.client) }
            close(state.client)
            state.client = -1
        }
    }

    private func serve(_ client: Socket) throws {
        let head = try client.head()
        guard let request = ProxiedRequest(head) else { throw Socket.Ended() }
        if state.withLock(\.fate) != nil { throw Socket.Ended() }
        proxy.began(request, on: self)
        defer { proxy.settled(self) }
        switch proxy.verdict(request) {
        case .stall: return try end(.stall)
        case .close: return try end(.close)
        case .answer(let text): return try client.write(text)
        case .forward: return try forward(request, client)
        }
    }

    private func end(_ fate: Fate) throws {
        state.withLock { $0.fate = $0.fate ?? fate }
        throw Socket.Ended()
    }

    private func forward(_ request: ProxiedRequest, _ client: Socket) throws {
        let descriptor = try Socket.connect(port: proxy.upstream)
        state.withLock { state in
            state.upstream = descriptor
            if state.fate != nil { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
        defer {
            state.withLock { state in
                close(descriptor)
                state.upstream = -1
            }
        }
        let upstream = Socket(descriptor)
        try upstream.write(
            (request.head.filter { !$0.lowercased().hasPrefix("connection:") } + [
                "Connection: close", "", "",
            ])
            .joined(separator: "\r\n"))
        let head = try upstream.head(beside: client)
        let length = head.lazy.compactMap { Self.header("content-length", $0) }.first.flatMap { Int($0) }
        let answer = head.filter {
            let name = $0.lowercased()
            return !name.hasPrefix("connection:") && !name.hasPrefix("content-length:")
        }
        if let length {
            let body = try upstream.bytes(length, beside: client)
            try send(body, answer, client)
        } else {
            proxy.settled(self)
            try client.write((answer + ["", ""]).joined(separator: "\r\n"))
            try stream(upstream, client)
        }
    }

    private func send(_ body: [UInt8], _ head: [String], _ client: Socket) throws {
        func write(length: Int, _ body: ArraySlice<UInt8>) throws {
            try client.write((head + ["Content-Length: \(length)", "", ""]).joined(separator: "\r\n"))
            try client.write(Array(body))
        }
        switch proxy.effect(onStream: false) {
        case .wrongLength(let difference):
            try write(length: max(0, body.count + difference), body[...])
            try end(.close)
        case .stopsInMidAnswer:
            try write(length: body.count, body.prefix(body.count / 2))
            try end(.stall)
        case .trickles:
            try client.write((head + ["Content-Length: \(body.count)", "", ""]).joined(separator: "\r\n"))
            for byte in body { try client.write([byte]) }
        default: try write(length: body.count, body[...])
        }
    }

    private func stream(_ upstream: Socket, _ client: Socket) throws {
        while true {
            let size = Int(try upstream.line(beside: client), radix: 16) ?? 0
            let chunk = try upstream.bytes(size, beside: client)
            _ = try upstream.line(beside: client)
            guard size > 0 else { return try client.write("0\r\n\r\n") }
            if proxy.hidesBookmarks, chunk.starts(with: Self.bookmark) { continue }
            proxy.settled(self)
            try pass(chunk, client)
        }
    }

    private static let bookmark = Array(#"{"object":{"apiVersion":"v1","kind":""#.utf8)

    private func pass(_ chunk: [UInt8], _ client: Socket) throws {
        let whole = Self.frame(chunk)
        let half = chunk.count / 2
        switch proxy.effect(onStream: true) {
        case .resetsInMidEvent:
            try client.write(Array(whole.prefix(whole.count / 2)))
            try end(.reset)
        case .closesInMidEvent:
            try client.write(Array(whole.prefix(whole.count / 2)))
            try end(.close)
        case .stopsInMidAnswer:
            try client.write(Array(whole.prefix(whole.count / 2)))
            try end(.stall)
        case .trickles: for byte in whole { try client.write([byte]) }
        case .goneEvent:
            try client.write(Self.frame(Array(FaultProxy.goneLine.utf8)) + Array("0\r\n\r\n".utf8))
            try end(.close)
        case .truncatedLines:
            try client.write(Self.frame(Array(chunk.prefix(half))) + Array("0\r\n\r\n".utf8))
            try end(.close)
        case .garbage:
            let noise: [UInt8] = [0, 255, 1, 0xC3, 0x28, UInt8(ascii: "{"), 10]
            try client.write(Self.frame(Array(chunk.prefix(half)) + noise + chunk.dropFirst(half)))
        case .duplicatedChunks: try client.write(whole + whole)
        case .brokenFrames: try client.write(whole.prefix(whole.count / 2) + whole)
        default: try client.write(whole)
        }
    }

    private static func frame(_ bytes: [UInt8]) -> [UInt8] {
        Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10]
    }

    private static func header(_ name: String, _ line: String) -> String? {
        guard line.lowercased().hasPrefix(name + ":") else { return nil }
        return line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
    }

    private static func endByReset(_ descriptor: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }
}
