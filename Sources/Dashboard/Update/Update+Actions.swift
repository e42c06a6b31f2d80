import Domain
import Terminal

extension DashboardModel {
    /// Does what was asked for while no dialog is open.
    mutating func act(_ action: Action) -> [Effect] {
        switch action {
        case .quit: return [.quit]
        case .suspend: return [.suspend]
        case .redraw: return [.redraw]
        case .releaseMouse:
            takesMouse.toggle()
            let told =
                takesMouse ? "the mouse is urumi's again" : "the mouse is the terminal's; m takes it back"
            notice = Notice(.info, told)
            return [.setMouse(takesMouse)]
        case .help: dialog = .help(ScrolledText())
        case .palette: dialog = .palette(CommandPalette())
        case .themes: dialog = .themes(ThemePicker(names: settings.themes, current: theme))
        case .create: dialog = .create(CreateForm(engines: settings.engines))
        case .delete: if let row = target { dialog = .delete(DeleteConfirmation(row)) }
        case .upgrade: return openUpgrade()
        case .history: return openHistory()
        case .cancelJob: askToCancel()
        case .retryJob: return tryAgain()
        case .adopt:
            notice = Notice(.info, "asking the cluster for its stores")
            return [.adopt]
        case .credentials: return askCredentials()
        case .logs: return openLogs()
        case .describe: return inspect(.description)
        case .yaml: return inspect(.yaml)
        case .events: if let row = target { dialog = .events(EventsPanel(store: row.id)) }
        case .copyURL: return copyAddress()
        case .refresh:
            notice = Notice(.info, "trying again")
            return [.retryConnection]
        case .open: return open()
        case .back: screen = .home
        case .nextPane: focus(by: 1)
        case .previousPane: focus(by: -1)
        case .filter: beginFilter()
        case .acceptFilter: (filterField, filterAnchor) = (nil, nil)
        case .clearFilter: clearFilter()
        case .sortByName: stores.sort(by: .name)
        case .sortByStatus: stores.sort(by: .status)
        case .sortByAge: stores.sort(by: .age)
        case .up, .down, .pageUp, .pageDown, .first, .last: move(action)
        default: break
        }
        return []
    }

    private mutating func askCredentials() -> [Effect] {
        guard let store = target?.store else { return [] }
        var panel = CredentialsPanel(store)
        if opening == .open {
            dialog = .credentials(panel)
            return [.loadCredentials(store)]
        }
        panel.content = .failed("the cluster isn't there to ask yet")
        dialog = .credentials(panel)
        return []
    }

    private mutating func copyAddress() -> [Effect] {
        guard let url = target?.store.urls.first else { return [] }
        notice = Notice(.success, "copied \(url.text)")
        return [.copy(url.text)]
    }

    mutating func open() -> [Effect] {
        if focus == .activity, screen == .home {
            return selectedJob.map { openJob($0) } ?? []
        }
        if let id = selection { (screen, scroll) = (.store(id), 0) }
        return []
    }

    mutating func openJob(_ job: JobID) -> [Effect] {
        dialog = .job(JobPanel(job: job))
        return opening == .open ? [.loadLog(job)] : []
    }

    private mutating func focus(by steps: Int) {
        let panes = HomeLayout(self).panes
        guard let place = panes.firstIndex(of: focus) else { return }
        focus = panes[(place + steps + panes.count) % panes.count]
    }

    private mutating func beginFilter() {
        filterField = TextField(stores.filter.text)
        filterAnchor = selection
        focus = .stores
    }

    /// All stores show again, and what was selected before the filter is selected, unless the user chose since.
    private mutating func clearFilter() {
        if let anchor = filterAnchor, stores[anchor] != nil { selection = anchor }
        (filterField, filterAnchor) = (nil, nil)
        stores.filter(StoreFilter())
        listGeneration = -1
    }
}
