import Domain
import FoundationEssentials
import Terminal

/// What the cluster says of a store at length, as lines.
enum InspectionText {
    static func lines(_ panel: InspectionPanel, _ model: DashboardModel, width: Int, glyphs: Glyphs)
        -> [DocumentLine]
    {
        var lines: [DocumentLine] = []
        if let problem = panel.problem {
            lines += DocumentLine.wrapped(problem, width: width, style: Style(.failed))
        }
        switch panel.content {
        case nil:
            return panel.problem == nil ? [.spans([Span("asking the cluster…", Style(.muted))])] : lines
        case .text(let text): return lines + text.map { yaml($0) }
        case .described(let objects):
            if panel.pod == nil { lines += record(panel.store, model, width: width) }
            if objects.isEmpty {
                lines += [.blank, .spans([Span("the cluster has nothing of it", Style(.muted))])]
            }
            for object in objects {
                lines += (lines.isEmpty ? [] : [.blank]) + [.heading(object.object)]
                lines += object.facts.flatMap { fact($0, width: width) }
            }
            return lines + events(panel, model, width: width, glyphs: glyphs)
        }
    }

    /// What the records say of it.
    private static func record(_ store: Store, _ model: DashboardModel, width: Int) -> [DocumentLine] {
        let store = model.stores[store.id]?.store ?? store
        var facts = [
            ObjectDescription.Fact("Phase", store.status.phase.rawValue),
            ObjectDescription.Fact("Namespace", store.namespace),
            ObjectDescription.Fact(
                "Chart",
                "\(store.spec.engine.rawValue) \(store.spec.chartVersion), size \(store.spec.size.rawValue)"),
        ]
        if let error = store.status.lastError {
            facts.append(ObjectDescription.Fact("Last error", error, .bad))
        }
        facts += store.spec.overrides.map { ObjectDescription.Fact("Value", $0) }
        return [.heading("Store/\(store.name)")] + facts.flatMap { fact($0, width: width) }
    }

    private static func fact(_ fact: ObjectDescription.Fact, width: Int) -> [DocumentLine] {
        let role: Role =
            switch fact.kind {
            case .plain: .text
            case .good: .ready
            case .bad: .failed
            }
        let indent = width < 50 ? 4 : 22
        let name = Span("  " + fact.name.padded(to: max(0, indent - 3)) + " ", Style(.muted))
        let text = Paragraph(fact.value, width: max(1, width - indent)).lines
        if width < 50, !fact.name.isEmpty {
            return [.spans([name])] + text.map { .spans([Span("    "), Span($0, Style(role))]) }
        }
        return text.enumerated().map { index, line in
            .spans([index == 0 ? name : Span(String(repeating: " ", count: indent)), Span(line, Style(role))])
        }
    }

    private static func events(
        _ panel: InspectionPanel, _ model: DashboardModel, width: Int, glyphs: Glyphs
    ) -> [DocumentLine] {
        let all = model.eventLog.events(in: panel.store.namespace) ?? []
        let events = all.filter { event in panel.pod.map { event.object == "Pod/\($0)" } ?? true }
        if events.isEmpty { return [] }
        return [.blank, .heading("Events")]
            + events.prefix(50).flatMap { event in
                let spans = EventText.spans(event, now: model.now, glyphs: glyphs)
                return [.spans(Array(spans.prefix(3)))]
                    + Paragraph(spans[3].text, width: max(1, width - 5)).lines.map {
                        DocumentLine.spans([Span("     " + $0, spans[3].style)])
                    }
            }
    }

    /// A line of YAML, its key apart from its value.
    private static func yaml(_ line: String) -> DocumentLine {
        if line == "---" { return .spans([Span(line, Style(.muted))]) }
        let start = line.firstIndex { $0 != " " && $0 != "-" } ?? line.startIndex
        guard let colon = line[start...].firstIndex(of: ":"),
            line[start..<colon].allSatisfy({ !$0.isWhitespace && $0 != "\"" && $0 != "'" }),
            line.index(after: colon) == line.endIndex || line[line.index(after: colon)] == " "
        else { return .spans([Span(line)]) }
        return .spans([
            Span(String(line[...colon]), Style(.accent)), Span(String(line[line.index(after: colon)...])),
        ])
    }
}
