import Domain
import FoundationEssentials
import Terminal

/// All about one store, the most pressing first.
struct StoreDocument {
    private let model: DashboardModel
    private let row: StoreRow
    private let width: Int
    private let glyphs: Glyphs

    /// The target's document; empty without one.
    static func lines(_ model: DashboardModel, width: Int, glyphs: Glyphs = .unicode) -> [DocumentLine] {
        guard let row = model.target else { return [] }
        return StoreDocument(model: model, row: row, width: width, glyphs: glyphs).lines
    }

    /// Which of the document's lines hold a pod each.
    static func podLines(_ lines: [DocumentLine]) -> [Int] {
        lines.indices.filter { if case .row = lines[$0] { true } else { false } }
    }

    private var lines: [DocumentLine] {
        var lines = status + progress
        for section in [addresses, pods, events, quota, workloads, volumes] where !section.isEmpty {
            lines += [.blank] + section
        }
        return lines
    }

    private var status: [DocumentLine] {
        let status = row.store.status
        var words: [String] = []
        if row.look.word != status.phase.rawValue { words.append("phase \(status.phase.rawValue)") }
        if row.observation != nil, row.look.word != row.health.rawValue { words.append(row.health.rawValue) }
        if let revision = status.revision { words.append("revision \(revision)") }
        words.append("\(AgeText.text(since: status.createdAt, now: model.now)) old")
        var look = row.look.span(glyphs)
        look.style.bold = true
        var lines: [DocumentLine] = [
            .spans([look, Span(words.map { " · \($0)" }.joined(), Style(.muted))])
        ]
        if let problem = row.problem {
            let text = "\(Mark.warning.character(glyphs)) \(problem)"
            lines += DocumentLine.wrapped(text, width: width, indent: 2, style: Style(.failed))
        }
        if case .terminating(let message) = row.observation?.namespaceState, !message.isEmpty {
            lines += DocumentLine.wrapped(
                "namespace \(row.store.namespace) ends: \(message)", width: width, indent: 2,
                style: Style(.warning))
        }
        for drift in row.drifts {
            let text = "\(drift.title): \(drift.explanation)"
            if drift.explanation != row.problem {
                lines += DocumentLine.wrapped(text, width: width, indent: 2, style: Style(.warning))
            }
            lines += DocumentLine.wrapped(
                "  " + drift.remedy(for: row.store.name.description), width: width, indent: 2,
                style: Style(.muted))
        }
        if let doubt {
            lines += DocumentLine.wrapped(doubt, width: width, indent: 2, style: Style(.unknown))
        }
        return lines
    }

    /// Why what is shown of the cluster may not be so, or nil.
    private var doubt: String? {
        switch model.connection {
        case .live: nil
        case .stale(let since?, _):
            "as it was \(AgeText.fresh(since: since, now: model.now)) ago; r tries to connect again"
        case .stale(nil, let reason): "the cluster can't be reached: \(reason); r tries again"
        case .notConfigured(let reason): "there is no cluster to ask: \(reason)"
        case .connecting: row.observation == nil ? "the cluster hasn't been seen yet" : nil
        }
    }

    private var progress: [DocumentLine] {
        if let job = model.activeJobs[row.id] {
            return JobText.lines(job, now: model.now, width: width, glyphs: glyphs)
        }
        guard let last = model.jobs.first(where: { $0.storeID == row.id }), last.state == .failed else {
            return []
        }
        // Where the store is well again, that a job on it failed is told nowhere else.
        let told = last.failure.map(\.message).flatMap { $0 == row.problem ? nil : $0 }
        let text = told.map { "The last \(last.kind.rawValue) failed: \($0)" }
        return (text.map { DocumentLine.wrapped($0, width: width, indent: 2, style: Style(.failed)) } ?? [])
            + JobRemedies.lines(last, model, width: width)
    }

    private var addresses: [DocumentLine] {
        let urls = row.store.urls.map { url in
            DocumentLine.spans([
                Span(url.title.padded(to: 7), Style(.muted)), Span(url.text, Style(.link, underline: true)),
            ])
        }
        return urls + [
            .spans([
                Span("Login".padded(to: 7), Style(.muted)), Span("hidden; ", Style(.muted)),
                Span("x", Style(.key, bold: true)), Span(" shows it", Style(.muted)),
            ])
        ]
    }

    private var pods: [DocumentLine] {
        let pods = row.shownPods
        if pods.isEmpty { return [] }
        let hasRestarted = pods.contains { $0.restarts > 0 }
        let longest = pods.reduce(4) { max($0, $1.name.count) }
        // What is wrong with a pod is worth more than the end of its name.
        let status = min(20, pods.reduce(8) { max($0, CharacterWidth.columns(of: $1.look.word) + 2) })
        let table = TableLayout(
            [
                TableColumn("POD", minimum: min(14, longest), ideal: longest, priority: 9),
                TableColumn("READY", minimum: 5, priority: 6),
                TableColumn("STATUS", minimum: width < 40 ? 10 : status, ideal: 20, priority: 8),
                TableColumn("RESTARTS", minimum: 8, priority: hasRestarted ? 7 : 4, alignment: .trailing),
                TableColumn("AGE", minimum: 3, ideal: 4, priority: 5, alignment: .trailing),
            ], width: width)
        return [.titles(table)]
            + pods.map { pod in
                let restarts = Style(pod.restarts > 0 ? .warning : .muted)
                return .row(
                    table,
                    [
                        Span(pod.name), Span("\(pod.readyContainers)/\(pod.containers)"),
                        pod.look.span(glyphs), Span("\(pod.restarts)", restarts),
                        Span(
                            pod.startedAt.map { AgeText.text(since: $0, now: model.now) } ?? "", Style(.muted)
                        ),
                    ])
            }
    }

    private var quota: [DocumentLine] {
        let all = row.observation?.quota ?? []
        let shown = model.screen == .home ? all.filter(Self.matters) : all
        guard !shown.isEmpty else { return [] }
        let labels = min(22, shown.reduce(0) { max($0, $1.resource.count) })
        return [.heading("Quota")] + shown.map { .gauge($0, labels: labels) }
    }

    /// Whether a line of the quota is worth its place beside the list: those that stores run into, and any that
    /// is nearly used up.
    private static func matters(_ usage: QuotaUsage) -> Bool {
        let known = ["limits.cpu", "limits.memory", "pods", "requests.storage"]
        return known.contains(usage.resource) || usage.fraction >= 0.85
    }

    private var volumes: [DocumentLine] {
        guard let volumes = row.observation?.volumes, !volumes.isEmpty else { return [] }
        return [.heading("Volumes")]
            + volumes.map { volume in
                let role: Role =
                    volume.phase == "Bound" ? .ready : volume.phase == "Lost" ? .failed : .progress
                return .spans([
                    Span(volume.name + "  "), Span(volume.phase, Style(role)),
                    Span("  \(volume.capacity)", Style(.muted)),
                ])
            }
    }

    private var workloads: [DocumentLine] {
        guard let workloads = row.observation?.workloads, !workloads.isEmpty else { return [] }
        return [.heading("Workloads")]
            + workloads.map { workload in
                let mark: Mark = workload.failure != nil ? .warning : workload.isReady ? .check : .half
                let role: Role = workload.failure != nil ? .failed : workload.isReady ? .ready : .progress
                return .spans([
                    Span("\(mark.character(glyphs)) ", Style(role)),
                    Span("\(workload.kind.rawValue) ", Style(.muted)), Span(workload.name),
                    Span("  \(workload.ready)/\(workload.wanted)", Style(role)),
                ])
            }
    }

    private var events: [DocumentLine] {
        guard let events = model.eventLog.events(in: row.store.namespace), !events.isEmpty else { return [] }
        let limit = model.screen == .home ? 6 : 50
        return [.heading("Latest events")]
            + events.prefix(limit).map { event in
                var spans = EventText.spans(event, now: model.now, glyphs: glyphs)
                if model.screen == .home {
                    let object = event.object.split(separator: "/").last.map(String.init) ?? ""
                    spans[2].text = LogText.label(pod: object, of: row.store.name.description) + " "
                }
                return .spans(spans)
            }
    }
}

extension String {
    /// The text followed by blanks up to `columns`.
    func padded(to columns: Int) -> String {
        self + String(repeating: " ", count: max(0, columns - CharacterWidth.columns(of: self)))
    }
}
