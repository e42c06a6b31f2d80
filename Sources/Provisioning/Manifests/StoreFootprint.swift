package import Helm
package import Kubernetes

/// What a store's pods and claims take, by the names that a ResourceQuota has for it.
package struct StoreFootprint: Hashable, Sendable {
    /// While nothing changes.
    package let steady: [String: Quantity]
    /// The most there is at once.
    package let peak: [String: Quantity]

    package init(steady: [String: Quantity], peak: [String: Quantity]) {
        self.steady = steady
        self.peak = peak
    }

    /// What the chart says of a size.
    /// - Throws: `HelmError.unreadableChart` for one whose `urumi.dev/footprint` doesn't tell it.
    package init(chart: Chart, size: String) throws(HelmError) {
        func quantities(_ amounts: [String: String]) throws(HelmError) -> [String: Quantity] {
            var quantities: [String: Quantity] = [:]
            for (name, text) in amounts {
                guard let quantity = Quantity(text), quantity.thousandths >= 0 else {
                    throw .unreadableChart(
                        path: chart.folder,
                        reason:
                            "the annotation urumi.dev/footprint of the chart \(chart.name) says “\(text)” for "
                            + "\(name) of the size \(size), which is no amount")
                }
                quantities[name] = quantity
            }
            return quantities
        }
        let stated = try chart.footprint(ofSize: size)
        self.init(steady: try quantities(stated.steady), peak: try quantities(stated.peak))
    }

    /// What rendered objects take, with every passing pod there at once.
    package init(of demands: [RenderedDemand]) {
        var (steady, passing): ([String: Quantity], [String: Quantity]) = ([:], [:])
        for demand in demands {
            let pod = Self.pod(demand)
            steady.add(pod, times: demand.pods)
            passing.add(pod, times: demand.passingPods)
            for claim in demand.claims {
                steady.add(["persistentvolumeclaims": .count(1)])
                if let storage = Quantity(claim) { steady.add(["requests.storage": storage]) }
            }
        }
        self.init(steady: steady, peak: steady.merging(passing) { $0 + $1 })
    }

    /// The same for a store that was given more than its chart says of its size: as much as `other` is steadily, and
    /// the greater of both rooms beside that. It never gets less.
    package func widened(to other: StoreFootprint) -> StoreFootprint {
        let steady = steady.merging(other.steady) { max($0, $1) }
        var peak = peak
        for (name, amount) in steady {
            let most = amount + max(room(name), other.room(name))
            peak[name] = max(peak[name] ?? .zero, most)
        }
        return StoreFootprint(steady: steady, peak: peak)
    }

    private func room(_ name: String) -> Quantity {
        let most = peak[name] ?? .zero
        return Quantity(thousandths: max(0, most.thousandths - (steady[name] ?? most).thousandths))
    }

    private static func pod(_ demand: RenderedDemand) -> [String: Quantity] {
        var pod: [String: Quantity] = [:]
        for container in demand.containers { pod.add(taken(by: container)) }
        for container in demand.initContainers { pod.merge(taken(by: container)) { max($0, $1) } }
        pod["pods"] = .count(1)
        return pod
    }

    /// What names no amounts gets those of the LimitRange, and a limit alone is a request as well.
    private static func taken(by container: RenderedDemand.Container) -> [String: Quantity] {
        var taken: [String: Quantity] = [:]
        for (resource, standard) in Guardrails.standardResources {
            let limit = container.limits[resource].flatMap { Quantity($0) }
            let request = container.requests[resource].flatMap { Quantity($0) }
            taken["limits." + resource] = limit ?? Quantity(standard.limit)
            taken["requests." + resource] = request ?? limit ?? Quantity(standard.request)
        }
        return taken
    }
}

extension [String: Quantity] {
    fileprivate mutating func add(_ amounts: [String: Quantity], times count: Int = 1) {
        guard count > 0 else { return }
        merge(amounts.mapValues { count * $0 }) { $0 + $1 }
    }
}
