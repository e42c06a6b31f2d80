import Terminal

extension Binding {
    /// Those of forms, questions and panels.
    static let dialogs: [Binding] = [
        Binding(
            .accept, in: .form, [.enter], "create", "Queues the store", rank: 1,
            disabled: { $0.reasonAgainstWriting }),
        Binding(.nextField, in: .form, [.tab, .down], "next field", "Goes to the next field", rank: 2),
        Binding(.previousField, in: .form, [.backTab, .up], "field before", "Goes to the field before"),
        Binding(
            .nextChoice, in: .form, [.right, .character(" ")], "change",
            "Chooses the next engine or size", rank: 3, disabled: { $0.reasonAgainstChoosing }),
        Binding(
            .previousChoice, in: .form, [.left], "change back", "Chooses the engine or size before",
            disabled: { $0.reasonAgainstChoosing }),
        Binding(.cancel, in: .form, [.escape], "cancel", "Closes the form; nothing is made", rank: 4),

        Binding(
            .accept, in: .upgrade, [.enter], "upgrade", "Queues the upgrade", rank: 1,
            disabled: { $0.reasonAgainstWriting }),
        Binding(.nextField, in: .upgrade, [.tab, .down], "next field", "Goes to the next field", rank: 2),
        Binding(.previousField, in: .upgrade, [.backTab, .up], "field before", "Goes to the field before"),
        Binding(
            .nextChoice, in: .upgrade, [.right, .character(" ")], "change", "Chooses the next size", rank: 3,
            disabled: { $0.reasonAgainstChoosing }),
        Binding(
            .previousChoice, in: .upgrade, [.left], "change back", "Chooses the size before",
            disabled: { $0.reasonAgainstChoosing }),
        Binding(
            .pageDown, in: .upgrade, [.pageDown], "page down", "Moves down in what would change", rank: 4),
        Binding(.pageUp, in: .upgrade, [.pageUp], "page up", "Moves up in what would change"),
        Binding(.cancel, in: .upgrade, [.escape], "cancel", "Closes the form; nothing is changed", rank: 5),

        Binding(
            .accept, in: .history, [.enter], "go back to it",
            "Asks whether the store is to go back to the chosen revision", rank: 1,
            disabled: { $0.reasonAgainstWriting ?? $0.reasonAgainstRollingBack }),
        Binding(
            .toggleDirection, in: .history, [.tab, .character(" ")], "compare",
            "Shows what the revision changed, or what going back to it would change", rank: 2),
        Binding(
            .cancel, in: .history, [.escape, .character("q"), .character("H")], "close", "Closes it", rank: 3),

        Binding(
            .accept, in: .question, [.enter], "yes", "Does what was asked about", rank: 1,
            disabled: { $0.reasonAgainstWriting }),
        Binding(
            .cancel, in: .question, [.escape, .character("q")], "no", "Leaves everything as it is", rank: 2),

        Binding(
            .cancelJob, in: .job, [.control("k")], "cancel job", "Cancels this job, once that was confirmed",
            rank: 3, disabled: { $0.reasonAgainstWriting ?? $0.reasonAgainstCancelling }),
        Binding(
            .retryJob, in: .job, [.character("R")], "try again", "Tries this job again", rank: 2,
            disabled: { $0.reasonAgainstWriting ?? $0.reasonAgainstTryingAgain }),

        Binding(
            .accept, in: .confirmation, [.enter], "delete or cancel",
            "Deletes the store when its name was typed; cancels while nothing was", rank: 1),
        Binding(
            .toggleKeepData, in: .confirmation, [.tab, .character(" ")], "keep data",
            "Keeps volumes and credentials for a later store of that name, or not", rank: 2),
        Binding(.cancel, in: .confirmation, [.escape], "cancel", "Deletes nothing", rank: 3),

        Binding(
            .copy, in: .credentials, [.character("y"), .enter], "copy", "Copies the line to the clipboard",
            rank: 1),
        Binding(
            .toggleReveal, in: .credentials, [.character("v"), .character(" ")], "mask",
            "Masks secret values, or shows them", rank: 2),
        Binding(
            .cancel, in: .credentials, [.character("x"), .escape, .character("q")], "hide",
            "Hides and forgets the credentials", rank: 3),

        Binding(
            .cancel, in: .reading, [.escape, .character("?"), .enter, .function(1)], "close",
            "Closes it", rank: 1),
        Binding(.close, in: .reading, [.character("q")], "close", "Closes it"),

        Binding(.accept, in: .palette, [.enter], "run", "Runs the chosen command", rank: 1),
        Binding(
            .down, in: .palette, [.down, .tab, .control("n")], "down", "Goes to the next command", rank: 2),
        Binding(
            .up, in: .palette, [.up, .backTab, .control("p")], "up", "Goes to the command before", rank: 3),
        Binding(.cancel, in: .palette, [.escape], "cancel", "Closes the palette", rank: 4),

        Binding(.accept, in: .themes, [.enter, .character("t")], "choose", "Stays with this theme", rank: 1),
        Binding(
            .cancel, in: .themes, [.escape, .character("q")], "cancel", "Goes back to the theme before",
            rank: 2),

        Binding(
            .acceptFilter, in: .filter, [.enter, .tab], "keep", "Goes to the list with this filter", rank: 1),
        Binding(.down, in: .filter, [.down], "down", "Moves down in the list"),
        Binding(.up, in: .filter, [.up], "up", "Moves up in the list"),
        Binding(.clearFilter, in: .filter, [.escape], "clear", "Shows all stores again", rank: 2),
    ]
}

extension DashboardModel {
    var reasonAgainstChoosing: String? {
        if case .create(let form) = dialog, form.field == .name { return "the name is being typed" }
        if case .upgrade(let form) = dialog, form.field == .values { return "values are being typed" }
        return nil
    }
}
