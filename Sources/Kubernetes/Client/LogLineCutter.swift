package import Foundation

/// A line of a container's log.
package struct TimedLogLine: Sendable, Hashable {
    /// Where the log was asked for with its times.
    package var time: Date?
    package var text: String
}

/// Cuts a log into lines as its bytes come. Of a line that is longer than can be of use only the beginning is
/// kept, so that what a container writes never fills the memory.
struct LogLineCutter {
    static let longest = 4_096

    private var pending: [UInt8] = []
    private var isCut = false

    /// Takes in what came, and gives each line that's whole to `body`.
    mutating func take(_ bytes: [UInt8], _ body: (TimedLogLine) -> Void) {
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        {
            if part.offset > 0 { finish(body) }
            let room = Self.longest - pending.count
            pending += part.element.prefix(room)
            if part.element.count > room { isCut = true }
        }
    }

    /// Gives the line that has come so far to `body`, unless there's nothing of it.
    mutating func finish(_ body: (TimedLogLine) -> Void) {
        defer { (pending, isCut) = ([], false) }
        if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
        if pending.isEmpty { return }
        let text = String(decoding: pending, as: UTF8.self) + (isCut ? " …" : "")
        let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        if let first = words.first, let time = Timestamp.parse(String(first)) {
            body(TimedLogLine(time: time, text: words.count > 1 ? String(words[1]) : ""))
        } else {
            body(TimedLogLine(text: text))
        }
    }
}
