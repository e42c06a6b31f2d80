import Kubernetes

/// OpenAPI documents that take every object: clients learn from them that the server checks fields and
/// knows dry runs, and ask it.
enum OpenAPIv3 {
    static func index(prefix: String) -> JSONValue {
        let versions = [Discovery.core] + Discovery.groups
        let paths = versions.map { version in
            (
                version.path,
                JSONValue.object([
                    "serverRelativeURL": .string("/\(prefix)/openapi/v3/\(version.path)?hash=demo1")
                ])
            )
        }
        return ["paths": .object(Dictionary(uniqueKeysWithValues: paths))]
    }

    static func document(_ version: Discovery.GroupVersion) -> JSONValue {
        var paths: [String: JSONValue] = [:]
        var schemas: [String: JSONValue] = [:]
        for kind in version.kinds {
            let scope = kind.namespaced ? "namespaces/{namespace}/" : ""
            let base = "/\(version.path)/\(scope)\(kind.plural)"
            paths[base] = ["get": operation(kind, "list"), "post": operation(kind, "post")]
            paths["\(base)/{name}"] = [
                "get": operation(kind, "get"), "put": operation(kind, "put"),
                "patch": operation(kind, "patch"), "delete": operation(kind, "delete"),
            ]
            schemas[schemaName(kind)] = schema(kind)
        }
        return [
            "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": "v1.34.0+demo"],
            "paths": .object(paths), "components": ["schemas": .object(schemas)],
        ]
    }

    private static func operation(_ kind: ResourceKind, _ action: String) -> JSONValue {
        let writes = ["post", "put", "patch", "delete"].contains(action)
        let parameters = writes ? ["dryRun", "fieldManager", "fieldValidation"] : ["labelSelector"]
        return [
            "operationId": .string("\(action)\(kind.kind)"),
            "x-kubernetes-action": .string(action),
            "x-kubernetes-group-version-kind": identity(kind),
            "parameters": .array(
                parameters.map {
                    ["name": .string($0), "in": "query", "schema": ["type": "string", "uniqueItems": true]]
                }),
            "responses": [
                "200": [
                    "description": "OK",
                    "content": [
                        "application/json": [
                            "schema": ["$ref": .string("#/components/schemas/\(schemaName(kind))")]
                        ]
                    ],
                ]
            ],
        ]
    }

    private static func schema(_ kind: ResourceKind) -> JSONValue {
        let open: JSONValue = ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
        return [
            "description": .string("\(kind.kind) as the demo cluster serves it; its fields are not listed."),
            "type": "object", "x-kubernetes-preserve-unknown-fields": true,
            "properties": [
                "apiVersion": ["type": "string"], "kind": ["type": "string"], "metadata": open, "spec": open,
                "status": open,
            ],
            "x-kubernetes-group-version-kind": [identity(kind)],
        ]
    }

    private static func identity(_ kind: ResourceKind) -> JSONValue {
        ["group": .string(kind.group), "version": .string(kind.version), "kind": .string(kind.kind)]
    }

    private static func schemaName(_ kind: ResourceKind) -> String {
        let group = kind.group.split(separator: ".").first ?? "core"
        return "io.k8s.api.\(group).\(kind.version).\(kind.kind)"
    }
}
