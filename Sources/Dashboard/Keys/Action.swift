/// Something a user can ask for, whatever key or click asks.
package enum Action: String, Hashable, Sendable, CaseIterable {
    case quit, suspend, redraw, releaseMouse
    case help, palette, themes
    case create, delete, upgrade, history, credentials, logs, describe, yaml, events, refresh, copyURL
    case cancelJob, retryJob, adopt
    case open, back, nextPane, previousPane
    case filter, clearFilter, acceptFilter
    case sortByName, sortByStatus, sortByAge
    case up, down, pageUp, pageDown, first, last
    case accept, cancel, close
    case nextField, previousField, nextChoice, previousChoice
    case toggleKeepData, toggleReveal, toggleDirection, copy
    case toggleFollow, toggleWrap, toggleTimes, togglePrevious, nextSource, previousSource
    case search, nextMatch, previousMatch
}
