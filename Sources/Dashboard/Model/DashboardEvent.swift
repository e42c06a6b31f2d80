package import Domain
package import FoundationEssentials
package import Terminal

/// Everything that can change what the dashboard shows.
package enum DashboardEvent: Sendable {
    case terminal(TerminalEvent)
    /// What time it is; the first event of each batch.
    case tick(Date)
    /// The records and the cluster are there to ask, under these settings.
    case opened(DashboardSettings)
    case openingFailed(String)
    /// The open stores and the latest jobs, as recorded now.
    case records(stores: [Store], jobs: [Job])
    case recordsFailed(String)
    case cluster(ClusterUpdate)
    case credentials(StoreID, Result<[Credential], Refusal>)
    /// Lines of the log that was asked for last.
    case log(Ticket, LogBatch)
    case inspection(StoreID, Result<InspectionPanel.Content, Refusal>)
    case jobLog(JobID, Result<[String], Refusal>)
    case upgradePlan(Ticket, Result<UpgradePlan, Refusal>)
    case revisions(StoreID, Result<[ReleaseRevision], Refusal>)
    case difference(StoreID, HistoryPanel.Pair, Result<UpgradePreview, Refusal>)
    /// The answer to the `create`, `upgrade`, `enqueue`, `cancelJob` or `retryJob` effect of that ticket.
    case enqueued(Ticket, Result<Job, Refusal>)
    case theme(Result<Theme, Refusal>)
    case notice(Notice)
}

/// Why something asked for wasn't done, worded for people.
package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    package init(_ error: any Error) { description = String(describing: error) }
}

/// Tells which request an answer belongs to.
package struct Ticket: Hashable, Sendable {
    package let number: Int

    package init(_ number: Int) { self.number = number }
}

/// A line that tells how something went, until the next key press. What went well goes by itself in a while.
package struct Notice: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case success, info, failure
    }

    package var kind: Kind
    package var text: String

    /// How long it shows, in seconds; nil is until somebody has pressed a key.
    var lifetime: TimeInterval? { kind == .failure ? nil : 10 }

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
