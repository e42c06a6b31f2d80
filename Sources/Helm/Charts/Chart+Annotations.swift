import Yams

extension Chart {
    /// The keys of the Secret that the chart reads, in the chart's order.
    /// - Throws: `HelmError.unreadableChart`, which names the annotation, for one that is missing or that has
    ///   a kind or a field that isn't known.
    package func credentials() throws(HelmError) -> [ChartCredential] {
        let annotation = "urumi.dev/credentials"
        let rules = try mapping(annotation)
        guard !rules.isEmpty else { throw wrong(annotation, "names no key") }
        var credentials: [ChartCredential] = []
        for (name, rule) in rules {
            guard let key = name.string, let fields = rule.mapping else {
                throw wrong(annotation, "\(name.string ?? "a key") has no kind")
            }
            credentials.append(try credential(key, fields, annotation))
        }
        return credentials
    }

    /// What the chart takes at that size.
    /// - Throws: `HelmError.unreadableChart`, which names the annotation and what it lacks.
    package func footprint(ofSize size: String) throws(HelmError) -> ChartFootprint {
        let annotation = "urumi.dev/footprint"
        guard let entry = try mapping(annotation)[Node(size)]?.mapping else {
            throw wrong(annotation, "has no size \(size)")
        }
        return ChartFootprint(
            steady: try amounts("steady", of: size, entry, annotation),
            peak: try amounts("peak", of: size, entry, annotation))
    }

    private func credential(
        _ key: String, _ fields: Node.Mapping, _ annotation: String
    ) throws(HelmError) -> ChartCredential {
        let known = ["kind", "value", "length", "prefix", "shown", "title"]
        for (name, _) in fields where !known.contains(name.string ?? "") {
            throw wrong(annotation, "\(key) has the field \(name.string ?? "?"), which urumi doesn't know")
        }
        let kind = fields["kind"]?.string ?? ""
        let content: ChartCredential.Content
        switch kind {
        case "fixed":
            guard let value = fields["value"]?.string else { throw wrong(annotation, "\(key) has no value") }
            content = .fixed(value)
        case "email": content = .email
        case "password", "salt":
            content = .letters(length: try length(of: key, fields, least: 16, annotation))
        case "key":
            content = .hexadecimal(length: try length(of: key, fields, least: 32, annotation))
        default:
            throw wrong(
                annotation,
                "\(key) has the kind “\(kind)”; urumi can make fixed, email, password, salt and key")
        }
        let isShown = fields["shown"]?.bool ?? false
        return ChartCredential(
            key: key, content: content, prefix: fields["prefix"]?.string ?? "",
            title: isShown ? fields["title"]?.string ?? ChartCredential.title(of: key) : nil)
    }

    private func length(
        of key: String, _ fields: Node.Mapping, least: Int, _ annotation: String
    ) throws(HelmError) -> Int {
        guard let length = fields["length"]?.int, (least...1024).contains(length) else {
            throw wrong(annotation, "\(key) needs a length from \(least) to 1024")
        }
        return length
    }

    private func amounts(
        _ state: String, of size: String, _ entry: Node.Mapping, _ annotation: String
    ) throws(HelmError) -> [String: String] {
        var amounts: [String: String] = [:]
        for (name, amount) in entry[Node(state)]?.mapping ?? [:] {
            if let name = name.string, let amount = amount.scalar?.string { amounts[name] = amount }
        }
        for name in ChartFootprint.required where amounts[name] == nil {
            throw wrong(annotation, "\(size).\(state) has no \(name)")
        }
        return amounts
    }

    private func mapping(_ annotation: String) throws(HelmError) -> Node.Mapping {
        guard let text = annotations[annotation] else { throw wrong(annotation, "is missing") }
        do {
            if let mapping = try Yams.compose(yaml: text)?.mapping { return mapping }
        } catch {}
        throw wrong(annotation, "is no YAML mapping")
    }

    private func wrong(_ annotation: String, _ problem: String) -> HelmError {
        .unreadableChart(
            path: folder, reason: "the annotation \(annotation) of the chart \(name) \(version) \(problem)")
    }
}
