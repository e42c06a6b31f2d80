package import Domain
package import Terminal

/// What an update asks the world to do; answers come back as events.
package enum Effect: Hashable, Sendable {
    /// Makes the new store's spec and queues its create job.
    case create(StoreDraft, Ticket)
    /// Makes the store's new spec and queues its upgrade.
    case upgrade(UpgradeDraft, Ticket)
    case enqueue(JobRequest, Ticket)
    case cancelJob(JobID, Ticket)
    case retryJob(JobID, Ticket)
    /// Takes in the stores that the cluster has and the records lack.
    case adopt
    /// Works out what the upgrade would change; only the newest question is of interest.
    case previewUpgrade(UpgradeDraft, Ticket)
    case loadRevisions(Store)
    case loadDifference(Store, HistoryPanel.Pair)
    case loadCredentials(Store)
    case loadLog(JobID)
    /// Reads what the cluster says of a store, or of one of its pods.
    case inspect(Store, InspectionPanel.Kind, pod: String?)
    /// Reads this log instead of the one before; nil stops it.
    case readLog(LogQuery?)
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
