import Kubernetes

/// The entries of `status.conditions`.
extension JSONValue {
    /// The condition of this type in a status.
    func condition(_ type: String) -> JSONValue? {
        self["conditions"]?.array?.first { $0["type"]?.string == type }
    }

    func isTrue(_ type: String) -> Bool { condition(type)?["status"]?.string == "True" }

    /// Sets a condition of a status. The transition time moves only when the condition turns; the other
    /// times named move whenever anything about it changes.
    mutating func setCondition(
        _ type: String, _ value: Bool, reason: String? = nil, message: String? = nil, at now: JSONValue,
        touching times: [String] = []
    ) {
        var conditions = self["conditions"]?.array ?? []
        let index = conditions.firstIndex { $0["type"]?.string == type }
        let previous = index.map { conditions[$0] }
        var condition: JSONValue = ["type": .string(type), "status": value ? "True" : "False"]
        if let reason { condition["reason"] = .string(reason) }
        if let message { condition["message"] = .string(message) }
        let turned = previous?["status"] != condition["status"]
        condition["lastTransitionTime"] = turned ? now : previous?["lastTransitionTime"] ?? now
        for key in ["lastProbeTime", "observedGeneration"] { condition[key] = previous?[key] }
        let same =
            !turned && previous?["reason"] == condition["reason"]
            && previous?["message"] == condition["message"]
        for time in times { condition[time] = same ? previous?[time] ?? now : now }
        if let index { conditions[index] = condition } else { conditions.append(condition) }
        self["conditions"] = .array(conditions)
    }

    mutating func removeCondition(_ type: String) {
        guard let conditions = self["conditions"]?.array else { return }
        let kept = conditions.filter { $0["type"]?.string != type }
        self["conditions"] = kept.isEmpty ? nil : .array(kept)
    }
}
