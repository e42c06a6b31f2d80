/// Something a user can ask for, whatever key or click asks.
package enum Action: String, Hashable, Sendable, CaseIterable {
    case quit, suspend, redraw, releaseMouse
    case help, palette, themes
    case create, delete, upgrade, history, credentials, events, refresh, copyURL
    case cancelJob, retryJob, adopt
    case open, back, nextPane, previousPane
    case filter, clearFilter, acceptFilter
    case sortByName, sortByStatus, sortByAge
    case up, down, pageUp, pageDown, first, last
    case accept, cancel
    case nextField, previousField, nextChoice, previousChoice
    case toggleKeepData, toggleReveal, toggleDirection, copy
}
