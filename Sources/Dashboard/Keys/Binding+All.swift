import Domain
import Terminal

extension Binding {
    /// Every binding there is.
    package static let all = stores + home + moving + dialogs + logPanel + everywhere

    private static let stores: [Binding] = [
        Binding(
            .create, in: .main, [.character("c"), .function(2)], "create", "Opens the form for a new store",
            rank: 1, disabled: { $0.reasonAgainstWriting ?? $0.limitProblem }),
        Binding(
            .delete, in: .main, [.control("d"), .function(8)], "delete",
            "Deletes the store, once its name was typed",
            rank: 4, disabled: { $0.reasonAgainstWriting ?? $0.reasonAgainstDeleting }),
        Binding(
            .upgrade, in: .main, [.character("u")], "upgrade",
            "Changes the store's size and values, after showing what that changes", rank: 5,
            disabled: { $0.reasonAgainstWriting ?? $0.reasonAgainstUpgrading }),
        Binding(
            .history, in: .main, [.character("H")], "history",
            "Shows the release's revisions, what they changed, and goes back to one", rank: 10,
            disabled: { $0.reasonAgainstTarget }),
        Binding(
            .cancelJob, in: .main, [.control("k")], "cancel job",
            "Cancels the store's job, or the chosen one, once that was confirmed", rank: 13,
            disabled: { $0.reasonAgainstWriting ?? $0.reasonAgainstCancelling }),
        Binding(
            .retryJob, in: .main, [.character("R")], "try again",
            "Tries the store's failed job, or the chosen one, again", rank: 14,
            disabled: { $0.reasonAgainstWriting ?? $0.reasonAgainstTryingAgain }),
        Binding(
            .credentials, in: .main, [.character("x"), .function(4)], "credentials",
            "Shows the store's addresses and credentials, or hides them", rank: 6,
            disabled: { $0.reasonAgainstTarget }),
        Binding(
            .logs, in: .main, [.character("l")], "logs",
            "Shows what the store's pods write, or the chosen one; its job's output where it has none",
            rank: 3,
            disabled: { $0.reasonAgainstLogs }),
        Binding(
            .describe, in: .main, [.character("d")], "describe",
            "Shows the store's objects, or the chosen pod, with conditions, reasons and events", rank: 8,
            disabled: { $0.reasonAgainstLooking }),
        Binding(
            .yaml, in: .main, [.character("y")], "YAML",
            "Shows the store's record and its objects, or the chosen pod, as YAML", rank: 19,
            disabled: { $0.reasonAgainstLooking }),
        Binding(
            .events, in: .main, [.character("e"), .function(6)], "events",
            "Shows what Kubernetes reported of the store", rank: 9, disabled: { $0.reasonAgainstTarget }),
        Binding(
            .copyURL, in: .main, [.character("Y")], "copy URL", "Copies the shop's address to the clipboard",
            rank: 18, disabled: { $0.reasonAgainstTarget }),
        Binding(
            .refresh, in: .main, [.character("r"), .function(5)], "reconnect",
            "Tries a lost connection again at once", rank: 15, disabled: { $0.reasonAgainstReconnecting }),
        Binding(
            .palette, in: .main, [.character(":")], "commands", "Finds a command by its name", rank: 12),
        Binding(.themes, in: .main, [.character("t"), .function(9)], "theme", "Chooses a theme", rank: 16),
        Binding(
            .adopt, in: .main, [.character("a")], "adopt",
            "Takes in stores that the cluster has and the records lack",
            disabled: { $0.reasonAgainstWriting ?? $0.reasonAgainstAdopting }),
        Binding(
            .releaseMouse, in: .main, [.character("m")], "mouse",
            "Leaves the mouse to the terminal, to select text with, or takes it back"),
        Binding(.help, in: .main, [.character("?"), .function(1)], "help", "Shows every key", rank: 20),
        Binding(
            .quit, in: .main, [.character("q"), .function(10)], "quit",
            "Leaves the dashboard; work under way goes on in the background", rank: 21),
    ]

    private static let home: [Binding] = [
        Binding(
            .open, in: .home, [.enter, .function(3)], "open",
            "Opens the store, or the job when the activity has the focus", rank: 2,
            disabled: { $0.reasonAgainstOpening }),
        Binding(
            .filter, in: .home, [.character("/"), .function(7)], "filter",
            "Shows only stores that match what is typed; `!` at its start shows the others", rank: 7),
        Binding(
            .clearFilter, in: .home, [.escape], "all", "Shows all stores again"),
        Binding(.nextPane, in: .home, [.tab], "next pane", "Goes to the next pane", rank: 11),
        Binding(.previousPane, in: .home, [.backTab], "previous pane", "Goes to the pane before"),
        Binding(
            .sortByName, in: .home, [.character("N")], "sort by name",
            "Sorts by name; again, the other way round"),
        Binding(
            .sortByStatus, in: .home, [.character("S")], "sort by status",
            "Sorts by status, trouble first; again, the other way round", rank: 17),
        Binding(
            .sortByAge, in: .home, [.character("A")], "sort by age",
            "Sorts by age, youngest first; again, the other way round"),
        Binding(
            .logs, in: .store, [.enter, .function(3)], "log", "Shows what the chosen pod writes",
            disabled: { $0.reasonAgainstLogs }),
        Binding(
            .back, in: .store, [.escape, .backspace, .character("h"), .left], "back", "Goes back to the list",
            rank: 0),
    ]

    private static let moving: [Binding] = [
        Binding(.down, in: .moving, [.character("j"), .down], "down", "Moves down"),
        Binding(.up, in: .moving, [.character("k"), .up], "up", "Moves up"),
        Binding(.pageDown, in: .moving, [.pageDown, .control("f")], "page down", "Moves a page down"),
        Binding(.pageUp, in: .moving, [.pageUp, .control("b")], "page up", "Moves a page up"),
        Binding(.first, in: .moving, [.character("g"), .home], "first", "Goes to the beginning"),
        Binding(.last, in: .moving, [.character("G"), .end], "last", "Goes to the end"),
    ]

    private static let everywhere: [Binding] = [
        Binding(.quit, in: .everywhere, [.control("c")], "quit", "Leaves the dashboard, from anywhere"),
        Binding(
            .suspend, in: .everywhere, [.control("z")], "suspend", "Stops urumi; `fg` in the shell resumes it"
        ),
        Binding(.redraw, in: .everywhere, [.control("l")], "redraw", "Paints the screen anew"),
    ]
}

extension DashboardModel {
    /// Why nothing may be changed now, or nil.
    var reasonAgainstWriting: String? {
        if settings.isReadOnly { return "urumi was started read-only" }
        switch opening {
        case .opening: return "urumi is still opening its records"
        case .failed: return "the records couldn't be opened"
        case .open: return nil
        }
    }

    var reasonAgainstTarget: String? { target == nil ? "no store is selected" : nil }

    var reasonAgainstLogs: String? {
        if screen == .home, focus == .activity { return reasonAgainstOpening }
        return reasonAgainstLooking
    }

    var reasonAgainstLooking: String? {
        reasonAgainstTarget ?? (opening == .open ? nil : "the cluster isn't there to ask yet")
    }

    var reasonAgainstDeleting: String? {
        guard let row = target else { return "no store is selected" }
        return activeJobs[row.id]?.kind == .delete ? "\(row.store.name) is being deleted already" : nil
    }

    var reasonAgainstOpening: String? {
        focus == .activity ? (jobs.isEmpty ? "there is no job" : nil) : reasonAgainstTarget
    }

    var reasonAgainstReconnecting: String? {
        if case .failed = opening { return nil }
        return connection == .live && recordsProblem == nil ? "the connection is live" : nil
    }
}
