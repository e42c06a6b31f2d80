/// Where a key means what its binding says.
package enum BindingContext: String, Hashable, Sendable, CaseIterable {
    case main, home, store, filter, form, upgrade, confirmation, history, question, credentials, job, reading,
        log, text, search, palette, themes, moving, everywhere

    /// The heading in help and documentation.
    package var title: String {
        switch self {
        case .main: "Stores"
        case .home: "Home screen"
        case .store: "Open store"
        case .filter: "Typing a filter"
        case .form: "New store"
        case .upgrade: "Upgrading a store"
        case .confirmation: "Deleting a store"
        case .history: "Release history"
        case .question: "Going back, or cancelling a job"
        case .credentials: "Credentials"
        case .job: "Job output"
        case .reading: "Help, events and job output"
        case .log: "Log"
        case .text: "Description and YAML"
        case .search: "Typing what to search for"
        case .palette: "Command palette"
        case .themes: "Theme picker"
        case .moving: "Moving about"
        case .everywhere: "Everywhere"
        }
    }
}

extension DashboardModel {
    /// The contexts whose keys count now; the first that knows a key decides.
    var contexts: [BindingContext] {
        switch dialog {
        case .create: return [.form, .everywhere]
        case .delete: return [.confirmation, .everywhere]
        case .credentials: return [.credentials, .moving, .everywhere]
        case .upgrade: return [.upgrade, .everywhere]
        case .history: return [.history, .moving, .everywhere]
        case .rollback, .cancelJob: return [.question, .everywhere]
        case .job: return [.job, .reading, .moving, .everywhere]
        case .logs(let panel):
            return panel.search.field == nil ? [.log, .moving, .everywhere] : [.search, .everywhere]
        case .inspection(let panel):
            return panel.search.field == nil
                ? [.text, .reading, .moving, .everywhere] : [.search, .everywhere]
        case .help, .events: return [.reading, .moving, .everywhere]
        case .palette: return [.palette, .everywhere]
        case .themes: return [.themes, .moving, .everywhere]
        case nil: break
        }
        if filterField != nil { return [.filter, .everywhere] }
        return [screen == .home ? .home : .store, .main, .moving, .everywhere]
    }

    /// Every set of contexts that can be in force at one time.
    static let contextStacks: [[BindingContext]] = [
        [.form, .everywhere], [.confirmation, .everywhere], [.credentials, .moving, .everywhere],
        [.upgrade, .everywhere], [.history, .moving, .everywhere], [.question, .everywhere],
        [.job, .reading, .moving, .everywhere], [.reading, .moving, .everywhere], [.palette, .everywhere],
        [.log, .moving, .everywhere], [.search, .everywhere], [.text, .reading, .moving, .everywhere],
        [.themes, .moving, .everywhere],
        [.filter, .everywhere], [.home, .main, .moving, .everywhere], [.store, .main, .moving, .everywhere],
    ]
}
