import Domain
import Terminal

/// What stands above the screen and takes the keys.
package enum Dialog: Hashable, Sendable {
    case create(CreateForm)
    case delete(DeleteConfirmation)
    case upgrade(UpgradeForm)
    case history(HistoryPanel)
    case rollback(RollbackQuestion)
    case cancelJob(CancelQuestion)
    case credentials(CredentialsPanel)
    case events(EventsPanel)
    case job(JobPanel)
    case logs(LogPanel)
    case inspection(InspectionPanel)
    case help(ScrolledText)
    case palette(CommandPalette)
    case themes(ThemePicker)
}

/// How far down a text is scrolled.
package struct ScrolledText: Hashable, Sendable {
    var offset = 0
}

/// The events of one store, newest first.
package struct EventsPanel: Hashable, Sendable {
    let store: StoreID
    var offset = 0
}

/// A job's steps and what it had to say.
package struct JobPanel: Hashable, Sendable {
    let job: JobID
    /// nil until read.
    var log: [String]?
    var problem: String?
    var offset = 0
    /// Whether the end is kept in view as lines come.
    var follows = true
}

/// How a request to change something stands.
package enum Submission: Hashable, Sendable {
    case editing
    /// On its way to the disk; nothing is promised yet.
    case waiting(Ticket)
    case refused(String)

    var isWaiting: Bool { if case .waiting = self { true } else { false } }
    var refusal: String? { if case .refused(let reason) = self { reason } else { nil } }
}

extension Dialog {
    /// How what it asks for stands; nil for those that ask for nothing.
    var submission: Submission? {
        get {
            switch self {
            case .create(let form): form.submission
            case .upgrade(let form): form.submission
            case .delete(let question): question.submission
            case .rollback(let question): question.submission
            case .cancelJob(let question): question.submission
            case .history, .credentials, .events, .job, .logs, .inspection, .help, .palette, .themes: nil
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .create(var form):
                form.submission = newValue
                self = .create(form)
            case .upgrade(var form):
                form.submission = newValue
                self = .upgrade(form)
            case .delete(var question):
                question.submission = newValue
                self = .delete(question)
            case .rollback(var question):
                question.submission = newValue
                self = .rollback(question)
            case .cancelJob(var question):
                question.submission = newValue
                self = .cancelJob(question)
            case .history, .credentials, .events, .job, .logs, .inspection, .help, .palette, .themes: break
            }
        }
    }
}
