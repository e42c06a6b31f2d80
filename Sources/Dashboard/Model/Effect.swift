package import Domain
package import Terminal

/// What an update asks the world to do; answers come back as events.
package enum Effect: Hashable, Sendable {
    /// Makes the new store's spec and queues its create job.
    case create(StoreDraft, Ticket)
    case enqueue(JobRequest, Ticket)
    case loadCredentials(Store)
    case loadLog(JobID)
    /// Watches the events of that namespace only; nil stops it.
    case watchEvents(namespace: String?)
    /// Tries to open what couldn't be opened, or the lost connection, at once.
    case retryConnection
    /// Reads the theme of that name.
    case selectTheme(String)
    case applyTheme(Theme)
    case copy(String)
    case setMouse(Bool)
    case redraw
    case suspend
    case quit
}

/// A store as its form describes it.
package struct StoreDraft: Hashable, Sendable {
    package var name: StoreName
    package var engine: Engine
    package var size: StoreSize

    package init(name: StoreName, engine: Engine, size: StoreSize) {
        self.name = name
        self.engine = engine
        self.size = size
    }
}
