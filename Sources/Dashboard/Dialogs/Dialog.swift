import Domain
import Terminal

/// What stands above the screen and takes the keys.
package enum Dialog: Hashable, Sendable {
    case create(CreateForm)
    case delete(DeleteConfirmation)
    case credentials(CredentialsPanel)
    case events(EventsPanel)
    case job(JobPanel)
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
