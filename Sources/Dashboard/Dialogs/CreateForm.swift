package import Domain
package import Terminal

/// A new store while it's being described.
package struct CreateForm: Hashable, Sendable {
    enum Field: Int, Hashable, Sendable, CaseIterable {
        case name, engine, size
    }

    package internal(set) var name = TextField()
    package internal(set) var engine: Engine
    package internal(set) var size = StoreSize.small
    package internal(set) var submission = Submission.editing
    var field = Field.name
    /// Whether Enter was tried, so that an empty name is called missing only then.
    var wasTried = false

    /// A form that offers the first engine that there is.
    init(engines: [EngineOffer]) {
        engine = (engines.first { $0.unavailable == nil } ?? engines.first)?.engine ?? .woocommerce
    }

    mutating func moveField(by steps: Int) {
        let count = Field.allCases.count
        field = Field(rawValue: (field.rawValue + steps + count) % count) ?? .name
    }

    /// Chooses the next engine that there is, or the next size.
    mutating func choose(by steps: Int, engines: [EngineOffer]) {
        switch field {
        case .name: break
        case .engine:
            let offered = engines.filter { $0.unavailable == nil }.map(\.engine)
            engine = offered.neighbour(of: engine, by: steps) ?? engine
        case .size: size = StoreSize.allCases.neighbour(of: size, by: steps) ?? size
        }
        edited()
    }

    mutating func edited() {
        if case .refused = submission { submission = .editing }
    }
}

extension DashboardModel {
    /// What keeps the form from being accepted, or nil.
    func problem(in form: CreateForm) -> String? {
        let text = form.name.value
        if let problem = StoreName.problem(in: text) { return problem.description }
        if let name = try? StoreName(text), let row = stores.row(named: name),
            row.store.status.phase != .archived
        {
            return "a store named \(name) exists already (\(row.store.status.phase.rawValue))"
        }
        let offer = settings.engines.first { $0.engine == form.engine }
        if let reason = offer?.unavailable { return "\(form.engine.title): \(reason)" }
        return nil
    }

    /// Says when no further store may be made.
    var limitProblem: String? {
        guard let limit = settings.maxStores, stores.countedCount >= limit else { return nil }
        return "\(stores.countedCount) of \(limit) stores exist; delete one, or raise MAX_STORES"
    }

    /// The host a store of that name answers to.
    func host(of name: String) -> String { "\(name).\(settings.baseDomain)" }
}

extension Array where Element: Equatable {
    fileprivate func neighbour(of element: Element, by steps: Int) -> Element? {
        guard !isEmpty else { return nil }
        let place = firstIndex(of: element) ?? 0
        return self[((place + steps) % count + count) % count]
    }
}
