internal import Foundation
internal import Hummingbird
package import Logging
internal import NIOCore

/// The REST API over the ports, on one address.
package struct HTTPAPI: Sendable {
    private let host: String
    private let port: Int
    private let health: @Sendable () async -> HealthReport
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - port: 0 leaves the choice to the system.
    ///   - health: asked at each health request.
    ///   - onListening: told the port once requests are answered.
    package init(
        host: String, port: Int, logger: Logger, health: @escaping @Sendable () async -> HealthReport,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.logger = logger
        self.health = health
        self.onListening = onListening
    }

    /// Serves until the task is cancelled.
    /// - Throws: `HTTPAPIError` where the address can't be listened on.
    package func run() async throws {
        let router = Router()
        let health = health
        router.get("api/v1/health") { _, _ -> Response in
            let report = await health()
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            let body = try encoder.encode(report)
            return Response(
                status: report.isHealthy ? .ok : .serviceUnavailable,
                headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
        let onListening = onListening
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: "urumi"),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) }, logger: logger
        )
        do {
            try await application.run()
        } catch {
            throw HTTPAPIError(error, host: host, port: port) ?? error
        }
    }
}
