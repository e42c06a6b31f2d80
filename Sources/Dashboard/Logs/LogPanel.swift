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
    var search = TextSearch()

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
        (top, follows, search.found, labels) = (Place(), true, nil, 0)
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
        var indices = [top.line, search.found ?? 0]
        buffer.add(batch, moving: &indices)
        top.line = indices[0]
        if search.found != nil { search.found = indices[1] }
    }
}

/// A log that was asked for.
package struct LogQuery: Hashable, Sendable {
    package var ticket: Ticket
    package var request: LogRequest
}
