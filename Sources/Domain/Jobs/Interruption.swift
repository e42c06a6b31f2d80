/// Why a worker stops in the middle of a job.
package enum Interruption: Hashable, Sendable {
    /// The job was superseded or is another worker's: nothing that this one writes counts any more.
    case takenAway
    /// Somebody wants it cancelled: what it began is to be undone, and the job handed back.
    case cancelRequested
}
