import Domain
import Terminal

/// A sign that stands before a word, so that no state is told by colour alone.
enum Mark: Hashable, Sendable {
    case dot, half, hollow, cross, warning, check

    func character(_ glyphs: Glyphs) -> Character {
        switch self {
        case .dot: glyphs.dot
        case .half: glyphs.halfDot
        case .hollow: glyphs.hollowDot
        case .cross: glyphs.cross
        case .warning: glyphs.warning
        case .check: glyphs.check
        }
    }
}

/// How a state is shown: a sign, a word and a colour.
struct StatusLook: Hashable, Sendable {
    var mark: Mark
    var word: String
    var role: Role

    func span(_ glyphs: Glyphs, on background: Role = .background) -> Span {
        Span("\(mark.character(glyphs)) \(word)", Style(role, on: background))
    }
}

extension PodSummary {
    var look: StatusLook {
        switch condition {
        case .ready: StatusLook(mark: .dot, word: reason, role: .ready)
        case .completed: StatusLook(mark: .check, word: reason, role: .muted)
        case .failing: StatusLook(mark: .warning, word: reason, role: .failed)
        case .terminating: StatusLook(mark: .half, word: reason, role: .muted)
        case .pending, .starting, .running: StatusLook(mark: .half, word: reason, role: .progress)
        }
    }
}

extension Job {
    var look: StatusLook {
        switch state {
        case .queued: StatusLook(mark: .hollow, word: "queued", role: .progress)
        case .running: StatusLook(mark: .half, word: "running", role: .progress)
        case .succeeded: StatusLook(mark: .check, word: "done", role: .ready)
        case .failed: StatusLook(mark: .cross, word: "failed", role: .failed)
        case .cancelled: StatusLook(mark: .hollow, word: "cancelled", role: .muted)
        }
    }
}

extension StepRecord {
    var look: StatusLook {
        switch state {
        case .pending: StatusLook(mark: .hollow, word: name.rawValue, role: .muted)
        case .running: StatusLook(mark: .half, word: name.rawValue, role: .progress)
        case .succeeded: StatusLook(mark: .check, word: name.rawValue, role: .ready)
        case .failed: StatusLook(mark: .cross, word: name.rawValue, role: .failed)
        case .skipped: StatusLook(mark: .check, word: "\(name.rawValue) (skipped)", role: .muted)
        }
    }
}
