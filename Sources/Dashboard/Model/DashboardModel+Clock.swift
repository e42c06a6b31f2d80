import Domain
package import FoundationEssentials
import Terminal

extension DashboardModel {
    /// When something that shows will read differently by the passing of time alone; nil while nothing will.
    package var nextTick: Date? {
        var next: Date?
        func consider(_ date: Date) {
            if date > now { next = next.map { min($0, date) } ?? date }
        }
        if let lifetime = notice?.lifetime { consider(noticedAt.addingTimeInterval(lifetime)) }
        let second = now.addingTimeInterval(1)
        if case .stale(let since?, _) = connection {
            consider(AgeText.nextFreshChange(since: since, now: now))
        }
        if !activeJobs.isEmpty { consider(second) }
        for id in stores.order[list.visible.clamped(to: stores.order.indices)] {
            guard let row = stores[id] else { continue }
            consider(AgeText.nextChange(since: row.store.status.createdAt, now: now))
        }
        for pod in target?.observation?.pods ?? [] {
            if let started = pod.startedAt { consider(AgeText.nextChange(since: started, now: now)) }
        }
        if let namespace = target?.store.namespace {
            for event in (eventLog.events(in: namespace) ?? []).prefix(size.height) {
                consider(AgeText.nextChange(since: event.lastSeen, now: now))
            }
        }
        for job in jobs.prefix(max(activity.height, size.height)) {
            if let finished = job.finishedAt { consider(AgeText.nextChange(since: finished, now: now)) }
        }
        return next
    }
}
