import Foundation
import Kubernetes

/// A Helm release as Helm keeps it in a Secret: JSON, twice in base64 (Helm takes it uncompressed too).
enum ReleaseRecord {
    static func json(_ template: StoreTemplate, at time: String) -> JSONValue {
        [
            "name": .string(template.name), "namespace": .string(template.namespace), "version": 1,
            "info": [
                "first_deployed": .string(time), "last_deployed": .string(time), "deleted": "",
                "description": "Install complete", "status": "deployed",
            ],
            "chart": [
                "metadata": template.chart, "lock": nil, "templates": [], "values": [:], "schema": nil,
                "files": [],
            ],
            "config": template.values, "manifest": .string(template.manifest), "hooks": [],
        ]
    }

    /// The Secret around a release's JSON text.
    static func secret(_ template: StoreTemplate, release: JSONValue, modified: String) -> JSONValue {
        var labels: [String: JSONValue] = [
            "name": .string(template.name), "owner": "helm", "status": "deployed", "version": "1",
            "modifiedAt": .string(modified),
        ]
        for (name, value) in template.releaseLabels { labels[name] = .string(value) }
        let inner = Data(release.encoded()).base64EncodedData()
        return [
            "apiVersion": "v1", "kind": "Secret", "type": "helm.sh/release.v1",
            "metadata": [
                "name": .string("sh.helm.release.v1.\(template.name).v1"), "labels": .object(labels),
                "namespace": .string(template.namespace),
            ],
            "data": ["release": .string(inner.base64EncodedString())],
        ]
    }
}
