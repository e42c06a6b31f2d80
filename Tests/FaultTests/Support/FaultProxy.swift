import Foundation
import Synchronization

/// Stands between a client and a server on loopback, and misbehaves as it's told.
final class FaultProxy: Sendable {
    enum Verdict: Sendable { case forward, stall, close, answer(String) }

    /// A request as it was seen.
    struct Seen: Sendable {
        var kind: String
        var isWatch: Bool
        var at: Duration
        /// Until when its sender was asked to wait.
        var askedToWaitUntil: Duration?
    }

    private struct State {
        var fault = Fault.none
        var token: String?
        var connections: [ObjectIdentifier: ProxyConnection] = [:]
        var seen: [Seen] = []
        var changes = 0
        /// The connections on which something is due from the proxy, or a first request from the client.
        var busy: Set<ObjectIdentifier> = []
        var stopped = false
    }

    let port: Int
    let upstream: Int
    let hidesBookmarks: Bool
    private let listener: Int32
    private let state = Mutex(State())
    private let now: @Sendable () -> Duration
    private let listening = DispatchSemaphore(value: 0)

    init(upstream: Int, hidesBookmarks: Bool = false, now: @escaping @Sendable () -> Duration) throws {
        (listener, port) = try Socket.bind()
        self.upstream = upstream
        self.hidesBookmarks = hidesBookmarks
        self.now = now
        listen(listener, 128)
        Thread { [self] in acceptAll() }.start()
    }

    /// Ends every connection and the proxy.
    func stop() {
        let connections = state.withLock { state in
            state.stopped = true
            return Array(state.connections.values)
        }
        for connection in connections { connection.meet(.close) }
        shutdown(listener, Int32(SHUT_RDWR))
        listening.signal()
    }

    // MARK: Control

    /// What requests have to bear from now on.
    var token: String? {
        get { state.withLock(\.token) }
        set { state.withLock { $0.token = newValue } }
    }

    func begin(_ fault: Fault) {
        let connections = state.withLock { state in
            state.fault = fault
            state.changes += 1
            return Array(state.connections.values)
        }
        switch fault {
        case .refused:
            // A bound socket that doesn't listen keeps its port and refuses.
            shutdown(listener, Int32(SHUT_RD))
            for connection in connections { connection.meet(.reset) }
        case .down: for connection in connections { connection.meet(.close) }
        case .stalled, .deadConnections, .suspended:
            for connection in connections { connection.meet(.stall) }
        default: break
        }
    }

    func endFault() {
        let fault = state.withLock { state in
            defer { state.fault = .none }
            state.changes += 1
            return state.fault
        }
        guard fault == .refused else { return }
        precondition(listen(listener, 128) == 0, "the proxy's port is lost")
        listening.signal()
    }

    // MARK: What's seen

    var seen: [Seen] { state.withLock(\.seen) }

    var connections: Int { state.withLock(\.connections.count) }

    /// Grows with all that happens; nil while something is under way.
    var changes: Int? { state.withLock { $0.busy.isEmpty ? $0.changes : nil } }

    // MARK: The connections' side

    func began(_ request: ProxiedRequest, on connection: ProxyConnection) {
        let now = now()
        state.withLock { state in
            state.seen.append(Seen(kind: request.kind, isWatch: request.isWatch, at: now))
            state.changes += 1
            state.busy.insert(ObjectIdentifier(connection))
        }
    }

    /// All that's due on the connection now has been done.
    func settled(_ connection: ProxyConnection) {
        state.withLock { state in
            state.changes += 1
            state.busy.remove(ObjectIdentifier(connection))
        }
    }

    func verdict(_ request: ProxiedRequest) -> Verdict {
        let now = now()
        return state.withLock { state in
            if let token = state.token, request.authorization != "Bearer \(token)" {
                return .answer(Self.failure(401, "Unauthorized"))
            }
            switch state.fault {
            case .stalled: return .stall
            case .down: return .close
            case .fails(let code): return .answer(Self.failure(code, "Broken"))
            case .busy(let seconds):
                if !state.seen.isEmpty {
                    let last = state.seen.lastIndex { $0.kind == request.kind } ?? 0
                    state.seen[last].askedToWaitUntil = now + .seconds(seconds)
                }
                return .answer(Self.failure(429, "TooManyRequests", "Retry-After: \(seconds)\r\n"))
            case .goneStatus where request.isWatch: return .answer(Self.failure(410, "Expired"))
            case .goneLists where request.isWatch || request.resourceVersion ?? "0" != "0":
                return .answer(Self.failure(410, "Expired"))
            case .goneEvent where request.isWatch:
                return .answer(Self.answer(200, Self.goneLine))
            default: return .forward
            }
        }
    }

    /// What befalls the next piece of an answer.
    func effect(onStream: Bool) -> Fault { state.withLock(\.fault) }

    static let goneLine =
        #"{"type":"ERROR","object":{"kind":"Status","status":"Failure","code":410,"reason":"Expired"}}"#
        + "\n"

    private static func failure(_ code: Int, _ reason: String, _ headers: String = "") -> String {
        answer(
            code, #"{"kind":"Status","status":"Failure","code":\#(code),"reason":"\#(reason)"}"#, headers)
    }

    private static func answer(_ code: Int, _ body: String, _ headers: String = "") -> String {
        "HTTP/1.1 \(code) X\r\nContent-Type: application/json\r\n\(headers)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private func acceptAll() {
        while true {
            let descriptor = accept(listener, nil, nil)
            if state.withLock(\.stopped) {
                if descriptor >= 0 { close(descriptor) }
                close(listener)
                return
            }
            guard descriptor >= 0 else {
                listening.wait()
                continue
            }
            let connection = ProxyConnection(descriptor, proxy: self)
            state.withLock { state in
                state.connections[ObjectIdentifier(connection)] = connection
                state.busy.insert(ObjectIdentifier(connection))
                state.changes += 1
            }
            Thread { [self] in
                connection.run()
                state.withLock { state in
                    state.connections[ObjectIdentifier(connection)] = nil
                    state.busy.remove(ObjectIdentifier(connection))
                    state.changes += 1
                }
            }.start()
        }
    }
}
