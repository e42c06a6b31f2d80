import FoundationEssentials

/// How old a thing is, roughly enough that the text seldom changes.
enum AgeText {
    static func text(since: Date, now: Date) -> String { text(now.timeIntervalSince(since)) }

    static func text(_ seconds: TimeInterval) -> String {
        let minutes = Int(max(0, min(seconds, 1e12)) / 60)
        switch minutes {
        case 0: return "<1m"
        case ..<10: return "\(minutes)m"
        case ..<60: return "\(minutes / 5 * 5)m"
        case ..<(48 * 60): return "\(minutes / 60)h"
        default: return "\(minutes / 60 / 24)d"
        }
    }

    /// The moment after `now` from which the text may read differently.
    static func nextChange(since: Date, now: Date) -> Date {
        let seconds = max(0, now.timeIntervalSince(since))
        let unit: TimeInterval =
            switch seconds {
            case ..<600: 60
            case ..<3600: 300
            case ..<(48 * 3600): 3600
            default: 24 * 3600
            }
        let change = since.addingTimeInterval(((seconds / unit).rounded(.down) + 1) * unit)
        return max(change, now.addingTimeInterval(0.05))
    }

    /// The age of what should be fresh: to the second within the first minute.
    static func fresh(since: Date, now: Date) -> String {
        let seconds = max(0, now.timeIntervalSince(since))
        return seconds < 60 ? "\(Int(seconds)) s" : text(seconds)
    }

    /// The moment after `now` from which `fresh` may read differently.
    static func nextFreshChange(since: Date, now: Date) -> Date {
        let seconds = max(0, now.timeIntervalSince(since))
        return seconds < 60
            ? max(since.addingTimeInterval(seconds.rounded(.down) + 1), now.addingTimeInterval(0.05))
            : nextChange(since: since, now: now)
    }
}

/// How long a thing took or takes, to the second.
enum ElapsedText {
    static func text(_ interval: TimeInterval) -> String {
        let seconds = Int(max(0, min(interval, 1e12)))
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds / 60)m \(seconds % 60)s"
        default: return "\(seconds / 3600)h \(seconds % 3600 / 60)m"
        }
    }

    static func text(_ duration: Duration) -> String { text(TimeInterval(duration.components.seconds)) }
}
