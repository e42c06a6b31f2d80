import Domain
import Synchronization

/// The backend once it's open.
final class OpenedBackend: Sendable {
    private let backend = Mutex<(any DashboardBackend)?>(nil)

    var value: (any DashboardBackend)? { backend.withLock { $0 } }

    func set(_ backend: any DashboardBackend) { self.backend.withLock { $0 = backend } }
}

/// Hands actions to the queue and sees to it that somebody does them.
struct Submitter: Sendable {
    let backend: OpenedBackend
    let mailbox: Mailbox

    /// Serves each action as it comes, until there will be none and all are served.
    @concurrent func serve(_ effects: AsyncStream<Effect>) async {
        await withDiscardingTaskGroup { group in
            for await effect in effects { group.addTask { await submit(effect) } }
        }
    }

    private func submit(_ effect: Effect) async {
        switch effect {
        case .create(let draft, let ticket):
            await submit(ticket) { try await $0.queue.enqueue(try await Self.request(draft, $0)) }
        case .upgrade(let draft, let ticket):
            await submit(ticket) { backend in
                backend.workers.prepareWorker(cluster: backend.settings.cluster)
                let spec = try await backend.spec(for: draft)
                return try await backend.queue.enqueue(
                    backend.settings.request(.upgrade(draft.store.id, spec: spec)))
            }
        case .enqueue(let request, let ticket): await submit(ticket) { try await $0.queue.enqueue(request) }
        case .cancelJob(let id, let ticket):
            await submit(ticket) {
                try await $0.queue.cancel(id, requestedBy: $0.settings.requestedBy)
            }
        case .retryJob(let id, let ticket):
            await submit(ticket) {
                try await $0.queue.retry(id, requestedBy: $0.settings.requestedBy)
            }
        case .adopt: await adopt()
        default: break
        }
    }

    private func submit(_ ticket: Ticket, _ action: (any DashboardBackend) async throws -> Job) async {
        guard let backend = backend.value else {
            return mailbox.post(
                .enqueued(ticket, .failure(Refusal("the records aren't open yet; try again"))))
        }
        let job: Job
        do {
            job = try await action(backend)
        } catch {
            return mailbox.post(.enqueued(ticket, .failure(Refusal(error))))
        }
        mailbox.post(.enqueued(ticket, .success(job)))
        if !job.state.isActive { return }
        do {
            try await backend.workers.ensureWorker(cluster: job.cluster)
        } catch {
            let text =
                "\(job.kind.rawValue) \(job.storeName) is queued, but no worker could be started: \(error)"
            mailbox.post(.notice(Notice(.failure, text)))
        }
    }

    private static func request(_ draft: StoreDraft, _ backend: any DashboardBackend) async throws
        -> JobRequest
    {
        let settings = backend.settings
        backend.workers.prepareWorker(cluster: settings.cluster)
        let spec = try await backend.spec(for: draft)
        return settings.request(
            .create(
                name: draft.name,
                namespace: StoreNamespace.name(prefix: settings.namespacePrefix, store: draft.name),
                spec: spec, maxStores: settings.maxStores))
    }

    private func adopt() async {
        guard let backend = backend.value else { return }
        do {
            let adopted = try await backend.adopt().map { "\($0.name)" }
            let text =
                adopted.isEmpty
                ? "nothing to take in: all stores are known" : "taken in: \(adopted.joined(separator: ", "))"
            mailbox.post(.notice(Notice(.success, text)))
        } catch {
            mailbox.post(.notice(Notice(.failure, "nothing was taken in: \(error)")))
        }
    }
}
