import Foundation
import Testing

@testable import Kubernetes

@Suite("Certificates", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct CertificateTests {
    private static func openssl(_ arguments: [String], in folder: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private static func makeCertificate(_ name: String, in folder: String) async throws {
        let process = try openssl(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                "\(name).key", "-out", "\(name).pem", "-days", "2", "-subj", "/CN=\(name)", "-addext",
                "subjectAltName=IP:127.0.0.1",
            ], in: folder)
        #expect(await eventually { !process.isRunning })
        #expect(process.terminationStatus == 0)
    }

    @Test("a server that comes back with another certificate is refused until it has the right one again")
    func changed() async throws {
        let folder = try TemporaryFolder()
        try folder.write("ok", "readyz")
        for name in ["right", "wrong"] { try await Self.makeCertificate(name, in: folder.path) }
        // Where nothing listens any more.
        let free = try ScriptedServer { _, _ in [] }
        let port = try #require(free.url.split(separator: ":").last)
        free.stop()
        let authority = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/right.pem")))
        let client = KubernetesClient(
            ClusterConfiguration(
                contextName: "t", server: "https://127.0.0.1:\(port)",
                tls: TLSConfiguration(certificateAuthority: authority)))
        var answers: [String] = []
        for name in ["right", "wrong", "right"] {
            let server = try Self.openssl(
                [
                    "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "\(name).pem", "-key",
                    "\(name).key", "-WWW",
                ], in: folder.path)
            var answer = ""
            _ = await eventually {
                do {
                    try await client.readyz()
                    return true
                } catch KubernetesError.tls {
                    return true
                } catch {
                    return false
                }
            }
            do {
                try await client.readyz()
                answer = "ready"
            } catch KubernetesError.tls {
                answer = "refused"
            } catch {
                answer = "\(error)"
            }
            answers.append(answer)
            kill(server.processIdentifier, SIGKILL)
            #expect(await eventually { !server.isRunning })
        }
        await client.shutdown()
        #expect(answers == ["ready", "refused", "ready"])
    }
}
