import Yams

/// What a rendered object asks of its namespace: pods with what they take, and volume claims.
package struct RenderedDemand: Sendable, Hashable {
    /// What a container asks for and may not exceed, by resource, in Kubernetes' notation.
    package struct Container: Sendable, Hashable {
        package let requests: [String: String]
        package let limits: [String: String]

        package init(requests: [String: String] = [:], limits: [String: String] = [:]) {
            self.requests = requests
            self.limits = limits
        }
    }

    /// Its pods while nothing changes; none for a Job, whose pods come and go.
    package let pods: Int
    /// Pods that there may be beside those.
    package let passingPods: Int
    /// Of each pod, those that run side by side.
    package let containers: [Container]
    /// Of each pod, those that run before them, one after the other.
    package let initContainers: [Container]
    /// How much storage each of its volume claims asks for.
    package let claims: [String]

    package init(
        pods: Int = 0, passingPods: Int = 0, containers: [Container] = [], initContainers: [Container] = [],
        claims: [String] = []
    ) {
        self.pods = pods
        self.passingPods = passingPods
        self.containers = containers
        self.initContainers = initContainers
        self.claims = claims
    }

    /// Those of what `helm template` printed, hooks and tests apart, which aren't there all along.
    /// - Throws: `HelmError.unreadableOutput` for what is no YAML.
    package static func all(inManifest yaml: String) throws(HelmError) -> [RenderedDemand] {
        do {
            var documents = try Yams.compose_all(yaml: yaml)
            var objects: [Node] = []
            // They end at the first that is none, and throw nothing.
            while let object = documents.next() { objects.append(object) }
            if let error = documents.error { throw error }
            return objects.filter { $0["metadata"]?["annotations"]?["helm.sh/hook"] == nil }
                .compactMap(RenderedDemand.init)
        } catch {
            throw .unreadableOutput(command: "helm template", reason: "a document is no YAML")
        }
    }
}

extension RenderedDemand {
    fileprivate init?(_ object: Node) {
        guard let spec = object["spec"] else { return nil }
        switch object["kind"]?.string {
        case "PersistentVolumeClaim": self.init(claims: Self.storage(spec))
        case "Deployment":
            let replicas = spec["replicas"]?.int ?? 1
            self.init(pods: replicas, passing: Self.surge(spec["strategy"], replicas), of: spec["template"])
        case "StatefulSet":
            let replicas = spec["replicas"]?.int ?? 1
            let each = (spec["volumeClaimTemplates"]?.array() ?? []).flatMap { Self.storage($0["spec"]) }
            self.init(
                pods: replicas, of: spec["template"],
                claims: (0..<max(0, replicas)).flatMap { _ in each })
        case "Job": self.init(passing: spec["parallelism"]?.int ?? 1, of: spec["template"])
        case "CronJob":
            let job = spec["jobTemplate"]?["spec"]
            self.init(passing: job?["parallelism"]?.int ?? 1, of: job?["template"])
        default: return nil
        }
    }

    private init(pods: Int = 0, passing: Int = 0, of template: Node?, claims: [String] = []) {
        let pod = template?["spec"]
        func containers(_ member: String, _ isWanted: (Node) -> Bool) -> [Container] {
            (pod?[member]?.array() ?? []).filter(isWanted).map {
                Container(
                    requests: Self.amounts($0["resources"]?["requests"]),
                    limits: Self.amounts($0["resources"]?["limits"]))
            }
        }
        // An init container that is always restarted runs on beside the others.
        func runsOn(_ container: Node) -> Bool { container["restartPolicy"]?.string == "Always" }
        self.init(
            pods: pods, passingPods: passing,
            containers: containers("containers") { _ in true } + containers("initContainers", runsOn),
            initContainers: containers("initContainers") { !runsOn($0) }, claims: claims)
    }

    /// By Kubernetes' defaults a quarter, rounded up.
    private static func surge(_ strategy: Node?, _ replicas: Int) -> Int {
        if strategy?["type"]?.string == "Recreate" { return 0 }
        let most = strategy?["rollingUpdate"]?["maxSurge"]?.scalar?.string ?? "25%"
        guard most.hasSuffix("%") else { return Int(most) ?? 1 }
        return Int((Double(replicas) * (Double(most.dropLast()) ?? 25) / 100).rounded(.up))
    }

    private static func storage(_ claim: Node?) -> [String] {
        (claim?["resources"]?["requests"]?["storage"]?.scalar?.string).map { [$0] } ?? []
    }

    private static func amounts(_ node: Node?) -> [String: String] {
        var amounts: [String: String] = [:]
        for (name, amount) in node?.mapping ?? [:] {
            if let name = name.string, let amount = amount.scalar?.string { amounts[name] = amount }
        }
        return amounts
    }
}
