import Domain
import FoundationEssentials
import Terminal

/// An event as a line.
enum EventText {
    static func spans(_ event: ClusterEvent, now: Date, glyphs: Glyphs) -> [Span] {
        let role: Role = event.isWarning ? .warning : .text
        let mark = event.isWarning ? Mark.warning.character(glyphs) : glyphs.separator
        let count = event.count > 1 ? " (\(event.count) times)" : ""
        return [
            Span(AgeText.text(since: event.lastSeen, now: now).padded(to: 5), Style(.muted)),
            Span("\(mark) \(event.reason) ", Style(role, bold: event.isWarning)),
            Span("\(event.object) ", Style(.muted)), Span(event.message + count),
        ]
    }
}
