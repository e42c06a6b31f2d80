import Terminal

extension Binding {
    /// Those of logs, and of other texts that are searched.
    static let logPanel: [Binding] = [
        Binding(
            .toggleFollow, in: .log, [.character("f"), .character("s")], "follow",
            "Keeps the newest line in view as lines come, or stays where it is", rank: 2),
        Binding(
            .search, in: .log, [.character("/"), .function(7)], "search",
            "Finds lines that hold what is typed",
            rank: 3),
        Binding(
            .nextMatch, in: .log, [.character("n")], "next match", "Goes to the next line found", rank: 7,
            disabled: { $0.reasonAgainstFinding }),
        Binding(
            .previousMatch, in: .log, [.character("N")], "match before", "Goes to the line found before",
            disabled: { $0.reasonAgainstFinding }),
        Binding(
            .nextSource, in: .log, [.tab, .right], "next pod", "Shows the next pod alone, or all of them",
            rank: 4),
        Binding(
            .previousSource, in: .log, [.backTab, .left], "pod before",
            "Shows the pod before alone, or all of them"),
        Binding(
            .togglePrevious, in: .log, [.character("p")], "run before",
            "Shows what containers wrote before their last restart, or what they write now", rank: 5),
        Binding(
            .toggleWrap, in: .log, [.character("w")], "wrap", "Wraps long lines, or cuts them", rank: 6),
        Binding(
            .toggleTimes, in: .log, [.character("t")], "times", "Shows when each line was written, in UTC",
            rank: 8),
        Binding(
            .cancel, in: .log, [.escape], "back", "Ends the search, else closes the log", rank: 1),
        Binding(.close, in: .log, [.character("q"), .character("l")], "close", "Closes the log"),

        Binding(
            .search, in: .text, [.character("/"), .function(7)], "search",
            "Finds lines that hold what is typed", rank: 2),
        Binding(
            .nextMatch, in: .text, [.character("n")], "next match", "Goes to the next line found", rank: 3,
            disabled: { $0.reasonAgainstFinding }),
        Binding(
            .previousMatch, in: .text, [.character("N")], "match before", "Goes to the line found before",
            disabled: { $0.reasonAgainstFinding }),

        Binding(.accept, in: .search, [.enter], "find", "Goes to the first line found", rank: 1),
        Binding(.cancel, in: .search, [.escape], "cancel", "Ends the search", rank: 2),
    ]
}

extension DashboardModel {
    var reasonAgainstFinding: String? {
        if case .logs(let panel) = dialog, !panel.search.text.isEmpty { return nil }
        if case .inspection(let panel) = dialog, !panel.search.text.isEmpty { return nil }
        return "nothing is searched for; / begins it"
    }
}
