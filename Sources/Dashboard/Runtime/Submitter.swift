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
            await submit(ticket) { backend in try await Self.request(draft, backend) }
        case .enqueue(let request, let ticket): await submit(ticket) { _ in request }
        default: break
        }
    }

    private func submit(_ ticket: Ticket, _ request: (any DashboardBackend) async throws -> JobRequest) async
    {
        guard let backend = backend.value else {
            return mailbox.post(
                .enqueued(ticket, .failure(Refusal("the records aren't open yet; try again"))))
        }
        let job: Job
        do {
            job = try await backend.queue.enqueue(try await request(backend))
        } catch {
            return mailbox.post(.enqueued(ticket, .failure(Refusal(error))))
        }
        mailbox.post(.enqueued(ticket, .success(job)))
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
        let spec = try await backend.spec(for: draft)
        return JobRequest(
            action: .create(
                name: draft.name,
                namespace: StoreNamespace.name(prefix: settings.namespacePrefix, store: draft.name),
                spec: spec,
                maxStores: settings.maxStores),
            cluster: settings.cluster, timeoutSeconds: settings.timeoutSeconds,
            requestedBy: settings.requestedBy)
    }
}
