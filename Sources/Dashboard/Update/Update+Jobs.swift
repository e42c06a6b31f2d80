import Domain
import Terminal

extension DashboardModel {
    /// The job that keys apply to: the one that's open or chosen, else the store's newest.
    var targetJob: Job? {
        if case .job(let panel) = dialog { return jobs.first { $0.id == panel.job } }
        if screen == .home, focus == .activity { return jobs.first { $0.id == selectedJob } }
        guard let id = target?.id else { return nil }
        return activeJobs[id] ?? jobs.first { $0.storeID == id }
    }

    mutating func askToCancel() {
        if let job = targetJob { dialog = .cancelJob(CancelQuestion(job)) }
    }

    mutating func act(_ action: Action, on question: CancelQuestion) -> [Effect] {
        var question = question
        switch action {
        case .cancel: dialog = nil
        case .accept:
            let ticket = newTicket()
            question.submission = .waiting(ticket)
            dialog = .cancelJob(question)
            return [.cancelJob(question.job.id, ticket)]
        default: break
        }
        return []
    }

    mutating func tryAgain() -> [Effect] { targetJob.map { [.retryJob($0.id, newTicket())] } ?? [] }

    var reasonAgainstCancelling: String? {
        guard let job = targetJob else { return "there is no job" }
        let name = "the \(job.kind.rawValue) of \(job.storeName)"
        if !job.state.isActive { return "\(name) has ended" }
        if job.cancelRequestedBy != nil { return "\(name) is being cancelled" }
        let isUndone = job.token == 0 || job.kind == .create || job.kind == .upgrade
        return isUndone ? nil : "\(name) has begun, and is always finished"
    }

    var reasonAgainstTryingAgain: String? {
        guard let job = targetJob else { return "there is no job" }
        let name = "the \(job.kind.rawValue) of \(job.storeName)"
        if job.state == .queued { return job.runAt > now ? nil : "\(name) waits for its turn" }
        if job.state != .failed { return "\(name) hasn't failed" }
        return jobs.first { $0.storeID == job.storeID }?.id == job.id
            ? nil : "\(name) isn't the newest any more"
    }
}
