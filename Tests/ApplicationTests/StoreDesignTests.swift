import Domain
import Foundation
import Testing

@testable import Application

@Suite("What is wanted of a store")
struct StoreDesignTests {
    private static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Runs `body` with what makes specs under the settings given.
    private func withDesign(
        _ settings: [String: String] = [:],
        _ body: ((_ settings: [String: String]) throws -> StoreDesign) throws
            -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/urumi-design-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body { more in
            let environment = [
                "HOME": folder, "XDG_STATE_HOME": folder + "/state", "XDG_CONFIG_HOME": folder + "/config",
                "URUMI_SHARE": Self.checkout,
            ]
            return StoreDesign(
                try Workspace(
                    WorkspaceOptions(),
                    environment: environment.merging(settings) { $1 }.merging(more) { $1 }))
        }
    }

    private func store(_ spec: StoreSpec) throws -> Store {
        Store(
            id: StoreID(UUID()), name: try StoreName("shop"), cluster: "c", namespace: "store-shop",
            spec: spec,
            status: StoreStatus(phase: .ready, createdAt: Date(), updatedAt: Date()))
    }

    @Test("its links name the port at which the cluster answers")
    func port() throws {
        try withDesign { design in
            let name = try StoreName("shop")
            let plain = try design([:]).spec(for: name, engine: .woocommerce, size: .small)
            #expect(plain.overrides.isEmpty && plain.address == "http://shop.localhost")
            let spec = try design(["PUBLIC_PORT": "8080"]).spec(for: name, engine: .medusa, size: .small)
            #expect(try store(spec).urls.map(\.text).first == "http://shop.localhost:8080/")
            let own = try design(["PUBLIC_PORT": "8080"]).spec(
                for: name, engine: .woocommerce, size: .small, overrides: ["shop.title=A,url=http://own:1"])
            #expect(own.overrides == ["shop.title=A", "url=http://own:1"])

            // An upgrade brings it to what is set now, and has it follow the hosts.
            let later = try design(["PUBLIC_PORT": "8081"]).spec(of: store(plain))
            #expect(later.address == "http://shop.localhost:8081")
            let moved = try design([:]).spec(of: store(later), hosts: ["a.example"])
            #expect(moved.address == "http://a.example:8081")
            #expect(try design([:]).spec(of: store(later), unsetting: ["url"]).overrides.isEmpty)
            #expect(try design(["PUBLIC_PORT": "80"]).spec(of: store(later)).overrides.isEmpty)
            let kept = try design(["PUBLIC_PORT": "8080"]).spec(of: store(own), hosts: ["a.example"])
            #expect(kept.address == "http://own:1")
            let given = try design(["PUBLIC_PORT": "8080"]).spec(
                of: store(later), setting: ["url=http://b:2"])
            #expect(given.address == "http://b:2")
        }
    }

    @Test("hosts that are none are refused before anything is put aside")
    func hosts() throws {
        try withDesign { design in
            let name = try StoreName("shop")
            #expect(throws: HostName.Problem.self) {
                try design([:]).spec(for: name, engine: .woocommerce, size: .small, hosts: ["Shop.example"])
            }
            let spec = try design([:]).spec(for: name, engine: .woocommerce, size: .small)
            #expect(throws: HostName.Problem.self) {
                try design([:]).spec(of: store(spec), hosts: ["a.example", "a.example"])
            }
        }
    }
}
