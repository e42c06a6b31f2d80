import Domain
import Terminal

/// What can be done about a job that failed.
enum JobRemedies {
    /// Each with the key that does it; none for a job that didn't fail or isn't its store's newest.
    static func offers(_ job: Job, _ model: DashboardModel) -> [(key: String, text: String)] {
        guard job.state == .failed, model.jobs.first(where: { $0.storeID == job.storeID })?.id == job.id,
            model.stores[job.storeID] != nil
        else { return [] }
        var offers: [(Action, String)] = []
        let isPermanent = job.failure?.isPermanent ?? false
        offers.append(
            (.retryJob, isPermanent ? "tries it again, once its cause is mended" : "tries it again"))
        switch job.kind {
        case .create:
            offers += [(.upgrade, "changes size or values"), (.delete, "deletes what there is of it")]
        case .upgrade, .rollback:
            offers += [(.history, "shows the revisions to go back to"), (.upgrade, "changes size or values")]
        case .delete: break
        }
        offers.append((.events, "shows what Kubernetes says"))
        return offers.compactMap { action, text in
            Binding.all.first { $0.action == action && $0.context == .main }?.keys.first
                .map { (KeyReference.name($0), text) }
        }
    }

    static func lines(_ job: Job, _ model: DashboardModel, width: Int) -> [DocumentLine] {
        offers(job, model).map { key, text in
            .spans([Span("  "), Span(key.padded(to: 4), Style(.key, bold: true)), Span(text, Style(.muted))])
        }
    }
}
