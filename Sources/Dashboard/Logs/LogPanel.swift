package import Domain
import Terminal

/// The log of a store's pods while it's looked at.
package struct LogPanel: Hashable, Sendable {
    /// Where the screen stands: a line of the log and, where that is wrapped, a row of it.
    struct Place: Hashable, Sendable, Comparable {
        var line = 0
        var row = 0

        static func < (left: Place, right: Place) -> Bool {
            (left.line, left.row) < (right.line, right.row)
        }
    }

    package let store: StoreID
    let name: StoreName
    /// Whose log it is and which part; a ticket of its own each time it's asked for.
    package private(set) var query: LogQuery
    private(set) var buffer = LogBuffer()
    private(set) var trouble: String?
    private(set) var isComplete = false
    /// Whether anything was heard yet.
    private(set) var isHeard = false
    /// The columns that the labels of its lines take.
    private(set) var labels = 0
    /// The first row that shows, unless the end is followed.
    var top = Place()
    var follows = true
    var wraps = true
    var showsTimes = false
    var showsOnly: String? { query.request.pod }
    /// The search while it's typed.
    var searchField: TextField?
    /// What is searched for; empty is nothing.
    var searched = ""
    /// The line that the search found last.
    private(set) var found: Int?

    init(_ store: Store, pod: String? = nil, ticket: Ticket) {
        self.store = store.id
        name = store.name
        query = LogQuery(ticket: ticket, request: LogRequest(namespace: store.namespace, pod: pod))
    }

    /// Asks for another pod's log, or another part of it, from the beginning.
    mutating func ask(_ ticket: Ticket, _ change: (inout LogRequest) -> Void) {
        query.ticket = ticket
        change(&query.request)
        (buffer, trouble, isComplete, isHeard) = (LogBuffer(), nil, false, false)
        (top, follows, found, labels) = (Place(), true, nil, 0)
    }

    /// What tells a line's container from the others that show; empty where there's nothing to tell.
    func label(_ line: LogLine) -> String {
        let parts = [
            showsOnly == nil ? LogText.label(pod: line.pod, of: name.description) : nil, line.container,
        ]
        return parts.compactMap(\.self).joined(separator: "/")
    }

    mutating func take(_ batch: LogBatch) {
        isHeard = true
        isComplete = batch.isLast
        trouble = batch.trouble
        for line in batch.lines { labels = max(labels, CharacterWidth.columns(of: label(line))) }
        var indices = [top.line, found ?? 0]
        buffer.add(batch, moving: &indices)
        top.line = indices[0]
        if found != nil { found = indices[1] }
    }

    /// Finds the next line that holds what is searched for, `steps` (1 or -1) from the one found last, else
    /// from `start`; false where there's none that way.
    mutating func find(by steps: Int, from start: Int) -> Bool {
        let needle = searched.lowercased()
        if needle.isEmpty { return false }
        var place = found.map { $0 + steps } ?? start
        while buffer.lines.indices.contains(place) {
            if buffer.lines[place].text.lowercased().contains(needle) {
                found = place
                return true
            }
            place += steps
        }
        return false
    }

    mutating func endSearch() { (searchField, searched, found) = (nil, "", nil) }

    /// Begins the search anew, at whatever shows.
    mutating func forgetFound() { found = nil }
}

/// A log that was asked for.
package struct LogQuery: Hashable, Sendable {
    package var ticket: Ticket
    package var request: LogRequest
}
