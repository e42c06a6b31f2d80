package import FoundationEssentials

/// Records that were on disk and aren't any more.
package struct RecordLoss: Hashable, Sendable {
    package var at: Date
    /// What happened to them, as a clause for people to read.
    package var what: String

    package init(at: Date, what: String) {
        self.at = at
        self.what = what
    }
}
