/// What a proxy does to the connections between a client and its server.
enum Fault: Sendable, Hashable {
    /// Every connection is reset, and none is taken.
    case refused
    /// Every connection is closed, and so is each new one.
    case down
    /// Nothing is answered any more, and nothing is closed; streams stop without a word.
    case stalled
    /// The same for the connections there are; new ones work.
    case deadConnections
    /// An answer's head arrives, and not all of its body.
    case stopsInMidAnswer
    /// The next events are cut and their connections reset or closed.
    case resetsInMidEvent, closesInMidEvent
    case trickles
    /// Watches are answered by 410, as a status or as an event; lists from a version by 410 too.
    case goneStatus, goneEvent, goneLists
    case busy(retryAfter: Int)
    case fails(Int)
    /// An event ends in the middle of its line, and the answer as if it were whole.
    case truncatedLines
    case garbage
    case duplicatedChunks
    /// Bytes come twice, so that the chunks' frames are lost.
    case brokenFrames
    /// Lists say that they are longer or shorter than they are.
    case wrongLength(by: Int)
    /// What was a token is none any more.
    case expiredToken
    /// The machine slept: every connection is dead and so long has passed.
    case suspended(hours: Int)
    /// The server has forgotten the history.
    case forgottenHistory
    case none

    static func random(using generator: inout SeededGenerator) -> Fault {
        let all: [Fault] = [
            .refused, .down, .stalled, .deadConnections, .stopsInMidAnswer, .resetsInMidEvent,
            .closesInMidEvent, .trickles, .goneStatus, .goneEvent, .goneLists,
            .busy(retryAfter: Int.random(in: 0...20, using: &generator)),
            .fails([500, 502, 503, 504].randomElement(using: &generator) ?? 500), .truncatedLines, .garbage,
            .duplicatedChunks, .brokenFrames,
            .wrongLength(by: Bool.random(using: &generator) ? 40 : -40), .expiredToken,
            .suspended(hours: Int.random(in: 1...72, using: &generator)), .forgottenHistory, .none,
        ]
        return all.randomElement(using: &generator) ?? .refused
    }
}
