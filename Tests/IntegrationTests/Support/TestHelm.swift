import Foundation
import Helm
import Testing

/// The real Helms to test with: those that HELM3 and HELM4 name, else the one in PATH.
struct TestHelm: Sendable, CustomTestStringConvertible {
    let path: String
    let testDescription: String

    static let all: [TestHelm] = {
        let environment = ProcessInfo.processInfo.environment
        let named = [("HELM3", "Helm 3"), ("HELM4", "Helm 4")].compactMap { variable, title in
            environment[variable].map { TestHelm(path: $0, testDescription: title) }
        }
        if !named.isEmpty { return named }
        guard let found = try? HelmLocator.helm(path: environment["PATH"]) else { return [] }
        return [TestHelm(path: found, testDescription: "helm")]
    }()

    /// For tests to which the version makes no difference.
    static var any: TestHelm {
        get throws { try #require(all.last) }
    }

    static let missing: Comment = "no Helm found: set HELM3 and HELM4 to their paths, or put helm in PATH"
}
