import Domain
import FoundationEssentials
import Terminal

extension DashboardModel {
    /// Takes in the records as they are now, and tells of jobs that ended meanwhile.
    mutating func take(stores recorded: [Store], jobs latest: [Job]) -> [Effect] {
        recordsProblem = nil
        hasRecords = true
        stores.replace(with: recorded, operations: Set(latest.map(\.id)))
        let before = activeJobs
        jobs = latest
        activeJobs = [:]
        for job in latest where job.state.isActive { activeJobs[job.storeID] = job }
        for job in latest where before[job.storeID]?.id == job.id && !job.state.isActive {
            notice = Self.notice(of: job)
        }
        if case .store(let id) = screen, stores[id] == nil { screen = .home }
        closeAcceptedDialog()
        return refreshedLog(before: before)
    }

    /// What is recorded is accepted: a dialog that still waits for the word takes no more keys.
    private mutating func closeAcceptedDialog() {
        switch dialog {
        case .create(let form) where form.submission.isWaiting:
            let isRecorded = activeJobs.values.contains {
                $0.kind == .create && $0.storeName.description == form.name.value
            }
            if isRecorded { dialog = nil }
        case .delete(let question) where question.submission.isWaiting:
            if activeJobs[question.target]?.kind == .delete { dialog = nil }
        case .upgrade(let form) where form.submission.isWaiting:
            if activeJobs[form.target.id]?.kind == .upgrade { dialog = nil }
        case .rollback(let question) where question.submission.isWaiting:
            if activeJobs[question.panel.store.id]?.kind == .rollback { dialog = nil }
        default: return
        }
    }

    private static func notice(of job: Job) -> Notice {
        switch job.state {
        case .failed:
            return Notice(
                .failure,
                "\(job.kind.rawValue) \(job.storeName) failed: \(job.failure?.message ?? "no reason given")")
        case .cancelled: return Notice(.info, "\(job.kind.rawValue) \(job.storeName) was cancelled")
        default:
            let took =
                job.duration(at: job.finishedAt ?? job.createdAt).map { " in \(ElapsedText.text($0))" } ?? ""
            let outcome =
                switch job.kind {
                case .create: "is ready"
                case .delete: job.parameters.keepsData ? "is archived, its data kept" : "is deleted"
                case .upgrade: "is upgraded"
                case .rollback: "is rolled back"
                }
            return Notice(.success, "\(job.storeName) \(outcome)\(took)")
        }
    }

    /// Reads the open job's output again while there may be more of it.
    private func refreshedLog(before: [StoreID: Job]) -> [Effect] {
        guard case .job(let panel) = dialog else { return [] }
        let isActive = activeJobs.values.contains { $0.id == panel.job }
        return isActive || before.values.contains { $0.id == panel.job } ? [.loadLog(panel.job)] : []
    }
}

extension Job {
    /// Seconds since it was begun (or, while it waits, queued), until it ended.
    func duration(at now: Date) -> TimeInterval? {
        let start = startedAt ?? (state == .queued ? createdAt : nil)
        return start.map { max(0, (finishedAt ?? now).timeIntervalSince($0)) }
    }
}
