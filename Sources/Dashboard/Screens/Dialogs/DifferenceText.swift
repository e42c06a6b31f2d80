import Domain
import Terminal

/// What a change would do, as lines.
enum DifferenceText {
    static func lines(_ preview: UpgradePreview, width: Int) -> [DocumentLine] {
        if preview.isEmpty {
            return [.spans([Span("nothing in the cluster would change", Style(.muted))])]
        }
        var lines: [DocumentLine] = []
        if preview.schemaChanges {
            lines += DocumentLine.wrapped(
                "The database's schema may change; from then on there's no safe way back.", width: width,
                style: Style(.warning, bold: true))
        }
        for change in preview.objects {
            let (sign, role): (String, Role) =
                switch change.kind {
                case .added: ("+", .ready)
                case .changed: ("~", .warning)
                case .removed: ("-", .failed)
                }
            lines.append(.spans([Span("\(sign) ", Style(role, bold: true)), Span(change.object)]))
        }
        if preview.diff.isEmpty { return lines }
        if !lines.isEmpty { lines.append(.blank) }
        return lines + preview.diff.split(separator: "\n", omittingEmptySubsequences: false).map(line)
    }

    private static func line(_ text: Substring) -> DocumentLine {
        let style: Style =
            if text.hasPrefix("+++") || text.hasPrefix("---") {
                Style(.title, bold: true)
            } else if text.hasPrefix("@@") {
                Style(.accent)
            } else if text.hasPrefix("+") {
                Style(.ready)
            } else if text.hasPrefix("-") {
                Style(.failed)
            } else {
                .plain
            }
        return .spans([Span(String(text), style)])
    }
}
