// swift-tools-version: 6.2
import Foundation
import PackageDescription

// `urumi` is what users start; `urumi-server` holds what needs an HTTP server (the REST API and the
// demo cluster), so that the dashboard and the commands pay for none of it at start or in memory.
let package = Package(
    name: "urumi",
    products: [
        .executable(name: "urumi", targets: ["urumi"]),
        .executable(name: "urumi-server", targets: ["urumi-server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CAllocator"),
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "Domain"),
        .target(
            name: "Persistence",
            dependencies: ["Domain", .product(name: "GRDB", package: "GRDB.swift")]),
        .target(
            name: "Helm",
            dependencies: [
                "CCrypto", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "Yams", package: "Yams"),
            ]),
        .target(name: "Kubernetes", dependencies: ["CCurl", .product(name: "Yams", package: "Yams")]),
        .target(
            name: "Provisioning",
            dependencies: [
                "Domain", "Helm", "Kubernetes", .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "DemoCluster",
            dependencies: ["Kubernetes", .product(name: "Hummingbird", package: "hummingbird")]),
        .target(
            name: "Terminal",
            dependencies: ["CNcurses", .product(name: "TOMLKit", package: "TOMLKit")]),
        .target(name: "Dashboard", dependencies: ["Domain", "Terminal"]),
        .target(
            name: "HTTPAPI",
            dependencies: ["Domain", .product(name: "Hummingbird", package: "hummingbird")]),
        .target(
            name: "Application",
            dependencies: [
                "CAllocator", "Dashboard", "Domain", "Helm", "Kubernetes", "Persistence", "Provisioning",
                "Terminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "TOMLKit", package: "TOMLKit"),
                .product(name: "Yams", package: "Yams"),
            ]),
        .executableTarget(name: "urumi", dependencies: ["Application"]),
        .executableTarget(
            name: "urumi-server",
            dependencies: [
                "Application", "DemoCluster", "Domain", "HTTPAPI", "Kubernetes",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "DomainTests", dependencies: ["Domain"]),
        .testTarget(name: "PersistenceTests", dependencies: ["Domain", "Persistence"]),
        .testTarget(name: "HelmTests", dependencies: ["Helm"]),
        .testTarget(name: "KubernetesTests", dependencies: ["Kubernetes"]),
        .testTarget(
            name: "ProvisioningTests", dependencies: ["Domain", "Helm", "Kubernetes", "Provisioning"]),
        .testTarget(name: "DemoClusterTests", dependencies: ["DemoCluster", "Kubernetes"]),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal"]),
        .testTarget(name: "DashboardTests", dependencies: ["Dashboard", "Domain", "Terminal"]),
        .testTarget(
            name: "ApplicationTests",
            dependencies: [
                "Application", "Dashboard", "Domain", "Helm", .product(name: "Yams", package: "Yams"),
            ]),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: ["HTTPAPI", "Kubernetes", .product(name: "Logging", package: "swift-log")]),
        .testTarget(name: "ContractTests", dependencies: ["DemoCluster", "Kubernetes"]),
        .testTarget(name: "FaultTests", dependencies: ["DemoCluster", "Kubernetes"]),
        .testTarget(name: "FuzzTests", dependencies: ["Application", "Helm", "Kubernetes", "Terminal"]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["DemoCluster", "Domain", "Helm", "Kubernetes", "Persistence", "Provisioning"]),
    ]
)

// The image of urumi itself is built without the tests.
package.targets.removeAll { target in
    target.type == .test
        && !FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/Tests/\(target.name)")
}

let upcoming = [
    "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility",
    "NonisolatedNonsendingByDefault", "InferIsolatedConformances", "ImmutableWeakCaptures",
]
for target in package.targets where !target.name.hasPrefix("C") {
    target.swiftSettings =
        [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)] + upcoming.map { .enableUpcomingFeature($0) }
}
