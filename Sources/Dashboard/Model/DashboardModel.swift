package import Domain
package import FoundationEssentials
package import Terminal

/// All that the dashboard knows and shows. Only `update` changes it, and `render` draws it.
package struct DashboardModel: Sendable {
    package internal(set) var settings: DashboardSettings
    package internal(set) var opening = Opening.opening
    package internal(set) var now: Date
    package internal(set) var size: Size
    package internal(set) var connection = ConnectionState.connecting
    package internal(set) var stores = StoreIndex()
    /// Active ones first, then the newest.
    package internal(set) var jobs: [Job] = []
    package internal(set) var dialog: Dialog?
    package internal(set) var notice: Notice? {
        didSet { if notice != oldValue { noticedAt = now } }
    }
    /// Since when the notice shows.
    private(set) var noticedAt = Date.distantPast
    /// Why the records couldn't be read last time, while what is shown is older.
    var recordsProblem: String?
    var hasRecords = false
    var activeJobs: [StoreID: Job] = [:]
    var eventLog = EventLog()

    var screen = Screen.home
    var focus = Pane.stores
    var selection: StoreID?
    /// Is selected as soon as it's there: the store just made.
    var awaited: StoreID?
    var selectedJob: JobID?
    var list = ListViewport()
    var activity = ListViewport()
    var listGeneration = -1
    /// The first line of the store's document that shows.
    var scroll = 0
    /// The pod that was chosen in the store's document, by name.
    var chosenPod: String?
    var filterField: TextField?
    /// What was selected when the filter began to be typed.
    var filterAnchor: StoreID?
    var theme: String
    var takesMouse = true
    var watchedNamespace: String?
    /// The log that is being read.
    var readLog: LogQuery?
    var tickets = 0

    package init(settings: DashboardSettings, now: Date, size: Size = Size(width: 80, height: 24)) {
        self.settings = settings
        self.now = now
        self.size = size
        theme = settings.theme
    }

    /// The store that actions apply to: the one that is open, else the selected one.
    package var target: StoreRow? {
        switch screen {
        case .store(let id): stores[id]
        case .home: selection.flatMap { stores[$0] }
        }
    }

    /// How many jobs wait or run, which go on without the dashboard.
    package var activeJobCount: Int { activeJobs.count }

    /// The pod that keys apply to, while the keys go to the store's document.
    var targetPod: PodSummary? {
        guard screen != .home || focus == .details, let chosenPod else { return nil }
        return target?.observation?.pods.first { $0.name == chosenPod }
    }

    /// The theme in force, one that is only looked at left out.
    var chosenTheme: String {
        if case .themes(let picker) = dialog { return picker.before }
        return theme
    }

    mutating func newTicket() -> Ticket {
        tickets += 1
        return Ticket(tickets)
    }
}

/// How far the dashboard is with opening its records and its cluster.
package enum Opening: Hashable, Sendable {
    case opening
    case open
    case failed(String)
}

/// A part of the home screen that keys can go to.
enum Pane: Hashable, Sendable, CaseIterable {
    case stores, details, activity
}

/// What fills the screen.
enum Screen: Hashable, Sendable {
    case home
    case store(StoreID)
}

/// The newest events of the namespace in view.
struct EventLog: Hashable, Sendable {
    var namespace: String?
    var events: [ClusterEvent] = []

    func events(in namespace: String) -> [ClusterEvent]? {
        namespace == self.namespace ? events : nil
    }
}
