internal import Kubernetes
internal import Provisioning

/// What facts mean for somebody who wants stores to run.
enum Diagnosis {
    static func cluster(
        _ facts: ClusterFacts, ingressClass: String?, storageClass: String?, tlsIssuer: String?,
        medusaImages: [String]
    ) -> [Finding] {
        [
            facts.version.map(version),
            ingress(facts.ingressClasses, wanted: ingressClass, isDemo: facts.isDemo),
            facts.isDemo ? nil : controller(facts.controller),
            facts.door.map { door($0, hasIssuer: tlsIssuer != nil) },
            storage(facts.storageClasses, wanted: storageClass),
            facts.isDemo || medusaImages.isEmpty ? nil : images(medusaImages, on: facts.images),
            facts.unrecorded.map(namespaces),
        ].compactMap { $0 }
    }

    private static func version(_ version: ServerVersion) -> Finding {
        version.major == "1" && version.minorNumber < 28
            ? .warning(
                "cluster", "Kubernetes \(version.gitVersion)",
                mend: "1.28 and later is supported; upgrade the cluster")
            : .ok("cluster", "Kubernetes \(version.gitVersion)")
    }

    private static func list(_ classes: [ClusterFacts.Class]) -> String {
        classes.isEmpty ? "none" : classes.map(\.name).joined(separator: ", ")
    }

    private static func ingress(_ classes: [ClusterFacts.Class]?, wanted: String?, isDemo: Bool) -> Finding {
        guard let classes else {
            return .warning(
                "ingress", "the ingress classes can't be listed",
                mend: "let this user list ingressclasses.networking.k8s.io, or set INGRESS_CLASS")
        }
        if let wanted {
            return classes.contains { $0.name == wanted }
                ? .ok("ingress", wanted)
                : .failed(
                    "ingress", "INGRESS_CLASS is \(wanted), but the cluster has \(list(classes))",
                    mend: "set INGRESS_CLASS to a class that is there, or install its controller")
        }
        if let standard = classes.first(where: \.isDefault) {
            return .ok("ingress", "\(standard.name), the default")
        }
        return classes.isEmpty
            ? .warning(
                "ingress", "there is no ingress class, so that stores run but can't be reached",
                mend: "install Traefik: scripts/setup-local.sh makes a cluster with it, k3s brings it")
            : .warning(
                "ingress", "no default among \(list(classes))", mend: "set INGRESS_CLASS to one of them")
    }

    private static func controller(_ controller: ClusterFacts.Controller?) -> Finding {
        guard let controller else {
            return .warning(
                "controller", "no ingress controller's pods are found",
                mend: "install Traefik, or set INGRESS_NAMESPACE where the controller has unusual labels")
        }
        let detail = "\(controller.readyPods) of \(controller.pods) pods ready in \(controller.namespace)"
        return controller.readyPods > 0
            ? .ok("controller", detail)
            : .failed(
                "controller", detail, mend: "see: kubectl -n \(controller.namespace) get pods,events")
    }

    private static func door(_ door: ClusterFacts.Door, hasIssuer: Bool) -> Finding {
        let mend =
            "let ports \(door.ports.http) and \(door.ports.https) through to the ingress controller (firewall, or the cluster's port mapping: "
            + "scripts/setup-local.sh makes them), or set PUBLIC_PORT to where it answers"
        let (address, http, https) = (door.address, door.ports.http, door.ports.https)
        if case .closed(let reason) = door.http {
            return .warning("ports", "\(address):\(http) doesn't answer (\(reason))", mend: mend)
        }
        if case .closed(let reason) = door.https {
            return hasIssuer
                ? .warning("ports", "\(address):\(https) doesn't answer (\(reason))", mend: mend)
                : .ok("ports", "\(address):\(http) answers; \(https) doesn't, which only https needs")
        }
        return .ok("ports", "\(address) answers at \(http) and \(https)")
    }

    private static func storage(_ classes: [ClusterFacts.Class]?, wanted: String?) -> Finding {
        guard let classes else {
            return .warning(
                "storage", "the storage classes can't be listed",
                mend: "let this user list storageclasses.storage.k8s.io, or set STORAGE_CLASS")
        }
        if let wanted {
            return classes.contains { $0.name == wanted }
                ? .ok("storage", wanted)
                : .failed(
                    "storage", "STORAGE_CLASS is \(wanted), but the cluster has \(list(classes))",
                    mend: "set STORAGE_CLASS to a class that is there")
        }
        if let standard = classes.first(where: \.isDefault) {
            return .ok("storage", "\(standard.name), the default")
        }
        return classes.isEmpty
            ? .failed(
                "storage", "there is no storage class, so that no store's volumes are made",
                mend: "install a provisioner, such as local-path-provisioner")
            : .failed(
                "storage", "no default among \(list(classes))", mend: "set STORAGE_CLASS to one of them")
    }

    /// A node that doesn't name an image hasn't got it, unless its list may have been cut.
    private static func images(_ wanted: [String], on nodes: [ClusterFacts.NodeImages]?) -> Finding {
        let mend = "scripts/build-images.sh, then scripts/load-images.sh"
        guard let nodes else {
            return .warning("images", "the nodes' images can't be listed", mend: "for Medusa stores: \(mend)")
        }
        var missing: [String] = []
        for image in wanted {
            let lacking = nodes.filter { node in node.isComplete && !node.names.contains { isSame($0, image) }
            }
            if let node = lacking.first { missing.append("\(image) is not on \(node.node)") }
        }
        if !missing.isEmpty {
            return .warning("images", missing.joined(separator: "; "), mend: "for Medusa stores: \(mend)")
        }
        return nodes.allSatisfy(\.isComplete)
            ? .ok("images", "those of Medusa stores are on every node")
            : .ok(
                "images", "those of Medusa stores aren't missed (long lists of images are cut by the nodes)")
    }

    /// Whether two references name one image, as `shop:1` and `docker.io/library/shop:1` do.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        func short(_ name: String) -> Substring {
            var name = name[...]
            for prefix in ["docker.io/", "library/"] where name.hasPrefix(prefix) {
                name = name.dropFirst(prefix.count)
            }
            return name
        }
        return short(left) == short(right)
    }

    private static func namespaces(_ unrecorded: [String]) -> Finding {
        unrecorded.isEmpty
            ? .ok("namespaces", "every namespace of urumi's belongs to a recorded store")
            : .warning(
                "namespaces", "no store is recorded for \(unrecorded.joined(separator: ", "))",
                mend: "`urumi adopt` takes them in; then they can be used or deleted")
    }
}
