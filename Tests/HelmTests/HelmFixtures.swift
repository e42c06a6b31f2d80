import Foundation
import Synchronization

@testable import Helm

/// A folder that goes when the test ends.
final class TemporaryFolder: Sendable {
    let path = NSTemporaryDirectory() + "/urumi-helm-" + UUID().uuidString

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String, executable: Bool = false) throws -> String {
        let file = path + "/" + name
        let parent = URL(fileURLWithPath: file).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        if executable {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
        }
        return file
    }

    /// A chart that renders one ConfigMap holding `.Values.greeting`.
    func chart(version: String = "1.2.3") throws -> Chart {
        _ = try write(
            """
            apiVersion: v2
            name: greeter
            version: \(version)
            appVersion: "8.4"
            annotations: { urumi.dev/engine: woocommerce }
            """, to: "greeter/Chart.yaml")
        _ = try write("greeting: hello\n", to: "greeter/values.yaml")
        _ = try write(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: "{{ .Release.Name }}" }
            data: { greeting: {{ .Values.greeting | quote }} }
            """, to: "greeter/templates/configmap.yaml")
        return try Chart(folder: path + "/greeter")
    }

    /// A Helm that is a shell script.
    func helm(
        _ script: String, clock: any Clock<Duration> = ContinuousClock(), grace: Duration = .milliseconds(200)
    ) throws -> HelmExecutable {
        let path = try write("#!/bin/sh\n" + script + "\n", to: "helm", executable: true)
        return HelmExecutable(
            path: path, version: .oldest, environment: environment(kubeconfig: nil), clock: clock,
            grace: grace)
    }

    func environment(kubeconfig: String?) -> HelmEnvironment {
        HelmEnvironment(
            inherited: ProcessInfo.processInfo.environment, withholding: [], kubeconfig: kubeconfig,
            context: nil,
            folder: path + "/helm-home")
    }
}

/// The real Helms to test with: those of HELM3 and HELM4, else the one in PATH.
enum RealHelms {
    static let all: [String] = {
        let environment = ProcessInfo.processInfo.environment
        let named = ["HELM3", "HELM4"].compactMap { environment[$0] }
        if !named.isEmpty { return named }
        return (try? [HelmLocator.helm(path: environment["PATH"])]) ?? []
    }()
    static let missing = "no Helm found: set HELM3 and HELM4 to their paths, or put helm in PATH"

    static var kubeconfig: String? {
        let environment = ProcessInfo.processInfo.environment
        return environment["URUMI_TEST_REAL_CLUSTER"] == "1" ? environment["KUBECONFIG"] : nil
    }
}

/// Collects the lines of a run.
final class Lines: Sendable {
    private let lines = Mutex([HelmOutputLine]())
    var all: [HelmOutputLine] { lines.withLock { $0 } }
    func add(_ line: HelmOutputLine) { lines.withLock { $0.append(line) } }
}

/// A clock on which every sleep ends when `ring` is called.
struct AlarmClock: Clock {
    private let alarm = AsyncStream.makeStream(of: Void.self)

    var now: ContinuousClock.Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }
    func ring() { alarm.continuation.yield() }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        for await _ in alarm.stream { return }
        throw CancellationError()
    }
}
