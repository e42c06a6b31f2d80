import Domain
import FoundationEssentials
import Terminal

/// Takes an event in and returns what is to be done about it. Nothing else changes a model, and nothing here
/// waits, reads a clock or draws.
package func update(_ model: inout DashboardModel, _ event: DashboardEvent) -> [Effect] {
    var effects = model.take(event)
    model.settle()
    let namespace = model.target?.store.namespace
    if namespace != model.watchedNamespace {
        model.watchedNamespace = namespace
        effects.append(.watchEvents(namespace: namespace))
    }
    let log: LogQuery? = if case .logs(let panel) = model.dialog { panel.query } else { nil }
    if log != model.readLog {
        model.readLog = log
        effects.append(.readLog(log))
    }
    return effects
}

extension DashboardModel {
    fileprivate mutating func take(_ event: DashboardEvent) -> [Effect] {
        switch event {
        case .tick(let date):
            now = date
            if let lifetime = notice?.lifetime, date >= noticedAt.addingTimeInterval(lifetime) {
                notice = nil
            }
        case .terminal(let event): return take(event)
        case .opened(let settings):
            self.settings = settings
            opening = .open
        case .openingFailed(let reason): opening = .failed(reason)
        case .records(let stores, let jobs): return take(stores: stores, jobs: jobs)
        case .recordsFailed(let reason): recordsProblem = reason
        case .cluster(let update):
            take(update)
            return refreshedInspection(after: update)
        case .credentials(let id, let result): take(result, of: id)
        case .log(let ticket, let batch): take(batch, for: ticket)
        case .inspection(let id, let result): return take(result, of: id)
        case .jobLog(let id, let result): take(result, of: id)
        case .upgradePlan(let ticket, let result): take(result, asked: ticket)
        case .revisions(let id, let result): return take(result, of: id)
        case .difference(let id, let pair, let result): take(result, of: id, pair)
        case .enqueued(let ticket, let result): take(result, for: ticket)
        case .theme(.success(let chosen)):
            theme = chosen.name
            return [.applyTheme(chosen)]
        case .theme(.failure(let refusal)): notice = Notice(.failure, refusal.description)
        case .notice(let told): notice = told
        }
        return []
    }

    private mutating func take(_ event: TerminalEvent) -> [Effect] {
        switch event {
        case .key(let key): return press(key)
        case .paste(let text): return paste(text)
        case .mouse(let mouse): return point(mouse)
        case .resize(let size): self.size = size
        case .terminate: return [.quit]
        case .resumed, .hangUp: break
        }
        return []
    }

    private mutating func take(_ update: ClusterUpdate) {
        switch update {
        case .connection(let state): connection = state
        case .observed(let changes): stores.observe(changes)
        case .events(let namespace, let events):
            eventLog = EventLog(namespace: namespace, events: events)
        case .releases(let namespace, let releases): stores.observe(releases, in: namespace)
        }
    }

    private mutating func take(_ result: Result<[Credential], Refusal>, of id: StoreID) {
        guard case .credentials(var panel) = dialog, panel.store == id else { return }
        switch result {
        case .success(let credentials): panel.show(credentials)
        case .failure(let refusal): panel.content = .failed(refusal.description)
        }
        dialog = .credentials(panel)
    }

    private mutating func take(_ result: Result<[String], Refusal>, of id: JobID) {
        guard case .job(var panel) = dialog, panel.job == id else { return }
        switch result {
        case .success(let lines): (panel.log, panel.problem) = (lines, nil)
        case .failure(let refusal): panel.problem = refusal.description
        }
        dialog = .job(panel)
    }

    /// "Queued" is said here only, after the disk has it.
    private mutating func take(_ result: Result<Job, Refusal>, for ticket: Ticket) {
        let isAwaited = dialog?.submission == .waiting(ticket)
        switch result {
        case .success where isAwaited: dialog = nil
        case .success: break
        case .failure(let refusal) where isAwaited: dialog?.submission = .refused(refusal.description)
        case .failure(let refusal): notice = Notice(.failure, refusal.description)
        }
        guard case .success(let job) = result else { return }
        notice = Notice(.success, Self.acceptance(of: job))
        if let place = jobs.firstIndex(where: { $0.id == job.id }) {
            jobs[place] = job
        } else {
            jobs.insert(job, at: 0)
        }
        if job.state.isActive {
            activeJobs[job.storeID] = job
        } else if activeJobs[job.storeID]?.id == job.id {
            activeJobs[job.storeID] = nil
        }
        if job.kind == .create { awaited = job.storeID }
    }

    private static func acceptance(of job: Job) -> String {
        let action = "\(job.kind.rawValue) \(job.storeName)"
        if job.state == .cancelled { return "cancelled: \(action)" }
        return job.cancelRequestedBy == nil
            ? "queued: \(action)" : "being cancelled: \(action); what it began is undone"
    }
}
