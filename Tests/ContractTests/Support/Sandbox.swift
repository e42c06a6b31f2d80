import Foundation
import Kubernetes
import Testing

/// A namespace of a test's own, with short ways to the usual.
struct Sandbox: Sendable {
    struct TimedOut: Error, CustomStringConvertible {
        let description: String
    }

    /// On what `configMap` makes, so that what clusters put into every namespace is left out of sight.
    static let mine = "contract=mine"

    let client: KubernetesClient
    let namespace: String
    /// Makes the server forget its history of changes, where it can be made to.
    let forgetHistory: @Sendable () -> Void

    // MARK: Requests

    func get(_ endpoint: ResourceEndpoint, _ name: String) async throws -> JSONValue {
        try await client.get(endpoint, name, in: scope(endpoint))
    }

    @discardableResult
    func create(_ endpoint: ResourceEndpoint, _ object: JSONValue) async throws -> JSONValue {
        try await client.create(endpoint, object, in: scope(endpoint))
    }

    @discardableResult
    func create(_ endpoint: ResourceEndpoint, json: String) async throws -> JSONValue {
        try await create(endpoint, JSONValue(parsing: json))
    }

    @discardableResult
    func patch(_ endpoint: ResourceEndpoint, _ name: String, _ patch: Patch) async throws -> JSONValue {
        try await client.patch(endpoint, name, patch, in: scope(endpoint))
    }

    @discardableResult
    func delete(
        _ endpoint: ResourceEndpoint, _ name: String, _ options: DeleteOptions = DeleteOptions()
    ) async throws -> JSONValue {
        try await client.delete(endpoint, name, in: scope(endpoint), options: options)
    }

    @discardableResult
    func configMap(
        _ name: String, labels: [String: String] = [:], data: [String: String] = [:],
        finalizers: [String] = []
    ) async throws -> JSONValue {
        var labels = labels.mapValues { JSONValue.string($0) }
        labels["contract"] = "mine"
        return try await create(
            .configMaps,
            [
                "metadata": [
                    "name": .string(name), "labels": .object(labels),
                    "finalizers": .array(finalizers.map { .string($0) }),
                ],
                "data": .object(data.mapValues { .string($0) }),
            ])
    }

    func names(_ endpoint: ResourceEndpoint, _ selection: Selection) async throws -> [String] {
        try await client.list(endpoint, in: namespace, ListOptions(selection)).items.map(\.name)
    }

    /// The Status with which the server refuses what `body` asks for.
    func refusal(
        sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async throws -> Status {
        let error = await #expect(throws: KubernetesError.self, sourceLocation: sourceLocation) {
            try await body()
        }
        return try #require(error?.status, sourceLocation: sourceLocation)
    }

    func lacks(_ endpoint: ResourceEndpoint, _ name: String) async throws -> Bool {
        do {
            _ = try await get(endpoint, name)
            return false
        } catch let error as KubernetesError where error.isNotFound {
            return true
        }
    }

    // MARK: Waiting

    /// The selected objects by name, once `condition` holds for them; followed by a watch.
    @discardableResult
    func until(
        _ what: String, _ endpoint: ResourceEndpoint, _ selection: Selection = Selection(),
        within seconds: Int = 45, _ condition: ([String: JSONValue]) -> Bool
    ) async throws -> [String: JSONValue] {
        let list = try await client.list(endpoint, in: scope(endpoint), ListOptions(selection))
        var objects = Dictionary(list.items.map { ($0.name, $0) }) { _, last in last }
        if condition(objects) { return objects }
        let events = try await client.watch(
            endpoint, in: scope(endpoint),
            WatchOptions(selection, resourceVersion: list.resourceVersion, timeoutSeconds: seconds))
        for try await event in events {
            switch event {
            case .added(let object), .modified(let object): objects[object.name] = object
            case .deleted(let object): objects[object.name] = nil
            case .bookmark: continue
            case .error(let status): throw KubernetesError(status)
            }
            if condition(objects) { return objects }
        }
        throw TimedOut(description: "after \(seconds) s not seen: \(what); there are \(objects)")
    }

    /// One object, once `condition` holds for it.
    @discardableResult
    func until(
        _ what: String, _ endpoint: ResourceEndpoint, _ name: String, within seconds: Int = 45,
        _ condition: (JSONValue) -> Bool
    ) async throws -> JSONValue {
        let found = try await until(
            what, endpoint, Selection(fields: "metadata.name=\(name)"), within: seconds
        ) { $0[name].map(condition) ?? false }
        return try #require(found[name])
    }

    func untilGone(_ endpoint: ResourceEndpoint, _ name: String, within seconds: Int = 45) async throws {
        try await until(
            "\(name) gone", endpoint, Selection(fields: "metadata.name=\(name)"), within: seconds
        ) { $0.isEmpty }
    }

    /// Pods can be created only once the namespace's default account is there, before Kubernetes 1.24 with
    /// its token.
    func untilPodsAreTaken() async throws {
        let needsToken = try await client.serverVersion().minorNumber < 24
        try await until("the default account", .serviceAccounts, "default") {
            !needsToken || $0["secrets"]?.array?.isEmpty == false
        }
    }

    private func scope(_ endpoint: ResourceEndpoint) -> String? { endpoint.namespaced ? namespace : nil }
}

extension JSONValue {
    var name: String { self[path: "metadata", "name"]?.string ?? "" }
    var uid: String { self[path: "metadata", "uid"]?.string ?? "" }
    var resourceVersion: String { self[path: "metadata", "resourceVersion"]?.string ?? "" }
    var generation: Int? { self[path: "metadata", "generation"]?.integer }
    var data: [String: String] { (self["data"]?.object ?? [:]).compactMapValues(\.string) }
    var isEnding: Bool { self[path: "metadata", "deletionTimestamp"] != nil }

    /// The names of the objects that own this one.
    var owners: [String] {
        self[path: "metadata", "ownerReferences"]?.array?.compactMap { $0["name"]?.string } ?? []
    }

    /// A list's member of that name.
    func item(_ name: String) -> JSONValue? { array?.first { $0["name"]?.string == name } }

    func condition(_ type: String) -> JSONValue? {
        self[path: "status", "conditions"]?.array?.first { $0["type"]?.string == type }
    }

    func holds(_ condition: String) -> Bool { self.condition(condition)?["status"] == "True" }
}
