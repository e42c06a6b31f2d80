import Kubernetes

/// What the server picks for an object so that no two have the same: addresses and ports of Services.
enum Allocation {
    static func fill(_ kind: ResourceKind, _ object: inout JSONValue, _ objects: ObjectTable) {
        guard kind == .service, let spec = object["spec"] else { return }
        let type = spec["type"]?.string
        if type != "ExternalName", spec["clusterIP"]?.string ?? "" == "" {
            let address = freeAddress(uid: object.uid, objects)
            object.edit("spec") { $0["clusterIP"] = .string(address) }
        }
        if let address = object[path: "spec", "clusterIP"], type != "ExternalName" {
            object.edit("spec") { $0["clusterIPs"] = [address] }
        }
        guard type == "NodePort" || type == "LoadBalancer" else { return }
        var taken = Set(
            objects.list(.service, namespace: nil).flatMap { service in
                (service[path: "spec", "ports"]?.array ?? []).compactMap { $0["nodePort"]?.integer }
            })
        object.edit("spec") { spec in
            spec.editItems("ports") { port in
                guard port["nodePort"] == nil else { return }
                var candidate = 30000
                while taken.contains(candidate) { candidate += 1 }
                taken.insert(candidate)
                port["nodePort"] = .integer(Int64(candidate))
            }
        }
    }

    /// An address in 10.96.0.0/16, found from the uid, so that it's the same in a replayed test.
    private static func freeAddress(uid: String, _ objects: ObjectTable) -> String {
        let taken = Set(
            objects.list(.service, namespace: nil).compactMap { $0[path: "spec", "clusterIP"]?.string })
        var place = uid.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 } % 65_000
        while true {
            let address = "10.96.\((place + 100) >> 8).\((place + 100) & 0xff)"
            if !taken.contains(address) { return address }
            place = (place + 1) % 65_000
        }
    }
}
