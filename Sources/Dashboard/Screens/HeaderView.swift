import Domain
import FoundationEssentials
import Terminal

/// The top line: where this is, what there is, and whether it's true now.
enum HeaderView {
    static func draw(_ model: DashboardModel, on canvas: inout Canvas, in rect: Rect) {
        let state = connection(model)
        var badge = [state.span(canvas.glyphs)]
        badge[0].style.bold = true
        let settings = model.settings
        var left = rect.width >= 24 || !settings.isDemo ? [Span(" urumi ", Style(.accent, bold: true))] : []
        if settings.isDemo {
            left += [Span(" DEMO ", Style(.badgeText, on: .badgeDemo, bold: true)), Span(" ")]
        }
        if settings.isReadOnly {
            left += [Span(" READ-ONLY ", Style(.badgeText, on: .badge, bold: true)), Span(" ")]
        }
        canvas.write(left, at: rect.origin, width: rect.width)
        let start = rect.x + columns(left)
        let end = rect.maxX - 1
        let room = max(0, end - start)
        let badgeWidth = min(columns(badge), max(min(20, room), room * 2 / 3))
        canvas.write(badge, at: Point(x: end - badgeWidth, y: rect.y), width: badgeWidth)

        var spare = end - badgeWidth - 2 - start
        let counts = tally(model)
        for shown in [counts, Array(counts.prefix(1))] where !shown.isEmpty && columns(shown) + 14 <= spare {
            spare -= columns(shown) + 3
            canvas.write(shown, at: Point(x: start + spare + 2, y: rect.y), width: columns(shown))
            break
        }
        canvas.write(settings.cluster, at: Point(x: start, y: rect.y), style: Style(.title), width: spare)
    }

    /// The connection as a sign and words; what is stale says since when.
    static func connection(_ model: DashboardModel) -> StatusLook {
        switch model.opening {
        case .opening: return StatusLook(mark: .hollow, word: "opening", role: .progress)
        case .failed: return StatusLook(mark: .cross, word: "not opened", role: .failed)
        case .open: break
        }
        if let problem = model.recordsProblem {
            return StatusLook(mark: .warning, word: "records: \(problem)", role: .failed)
        }
        switch model.connection {
        case .connecting: return StatusLook(mark: .half, word: "connecting", role: .progress)
        case .live: return StatusLook(mark: .dot, word: "live", role: .ready)
        case .stale(let since?, let reason):
            let age = AgeText.fresh(since: since, now: model.now)
            return StatusLook(mark: .warning, word: "stale \(age): \(reason)", role: .warning)
        case .stale(nil, let reason):
            return StatusLook(mark: .cross, word: "unreachable: \(reason)", role: .failed)
        case .notConfigured: return StatusLook(mark: .cross, word: "no cluster", role: .failed)
        }
    }

    private static func tally(_ model: DashboardModel) -> [Span] {
        guard model.hasRecords else { return [] }
        let tally = model.stores.tally
        let limit = model.settings.maxStores.map { " of \($0)" } ?? ""
        let count = model.stores.countedCount
        let noun = count == 1 && limit.isEmpty ? "store" : "stores"
        var spans = [Span("\(count)\(limit) \(noun)", Style(.muted))]
        let parts: [(Urgency, String, Role)] = [
            (.fine, "ready", .ready), (.moving, "moving", .progress), (.trouble, "in trouble", .failed),
            (.unknown, "unknown", .unknown), (.archived, "archived", .muted),
        ]
        for (urgency, word, role) in parts {
            guard let count = tally[urgency], count > 0 else { continue }
            spans += [Span(" · ", Style(.muted)), Span("\(count) \(word)", Style(role))]
        }
        return spans
    }

    private static func columns(_ spans: [Span]) -> Int {
        spans.reduce(0) { $0 + CharacterWidth.columns(of: $1.text) }
    }
}
