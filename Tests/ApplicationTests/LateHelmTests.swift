import Helm
import Synchronization
import Testing

@testable import Application

@Suite("A Helm that is looked for when it's needed")
struct LateHelmTests {
    private struct Standing: HelmRunning {
        let version = HelmVersion.oldest
        var error: HelmError?

        func run(
            _ command: HelmCommand, lockFile: String?, within limit: Duration,
            onLine: @escaping @Sendable (HelmOutputLine) -> Void
        ) async throws -> HelmOutput {
            if let error { throw error }
            return HelmOutput(standardOutput: Array("done".utf8))
        }
    }

    private final class Looks: Sendable {
        private let count = Mutex(0)

        /// Counts another one, and returns how many came before it.
        func another() -> Int {
            count.withLock { count in
                defer { count += 1 }
                return count
            }
        }

        var number: Int { count.withLock { $0 } }
    }

    private static let missing = HelmError.notFound(binary: "helm", searched: ["/bin"])

    @Test("missing, it fails with that reason; installed later, it's found and asked for no more")
    func later() async throws {
        let looks = Looks()
        let helm = LateHelm {
            guard looks.another() > 0 else { throw Self.missing }
            return Standing()
        }
        await #expect(throws: Self.missing) { try await helm.text(.version) }
        #expect(try await helm.text(.version) == "done")
        #expect(try await helm.text(.version) == "done")
        #expect(looks.number == 2)
    }

    @Test("one that can't be started any more is looked for again")
    func gone() async throws {
        let looks = Looks()
        let error = HelmError.cannotStart(command: "helm version", reason: "no such file")
        let helm = LateHelm {
            Standing(error: looks.another() == 0 ? error : nil)
        }
        await #expect(throws: error) { try await helm.text(.version) }
        #expect(try await helm.text(.version) == "done")
    }
}
