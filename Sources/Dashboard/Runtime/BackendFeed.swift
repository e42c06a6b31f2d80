import Domain

/// Brings what the backend has to tell to the screen.
struct BackendFeed: Sendable {
    let backend: any DashboardBackend
    let mailbox: Mailbox

    /// How many jobs are of interest.
    private static let jobLimit = 60

    /// The records now and after each change, until cancelled.
    @concurrent func records() async {
        let cluster = backend.settings.cluster
        for await _ in backend.stores.changes() {
            do {
                let jobs = try await backend.queue.jobs(cluster: cluster, store: nil, limit: Self.jobLimit)
                let stores = try await backend.stores.stores(cluster: cluster)
                mailbox.post(.records(stores: stores, jobs: jobs))
            } catch is CancellationError {
                return
            } catch {
                mailbox.post(.recordsFailed(Refusal(error).description))
            }
        }
    }

    /// Replaces a worker that died while there's work; costs nothing while there's none.
    @concurrent func keepWorker() async {
        let cluster = backend.settings.cluster
        for await _ in backend.stores.changes() {
            while !Task.isCancelled,
                let newest = try? await backend.queue.jobs(cluster: cluster, store: nil, limit: 1).first,
                newest.state.isActive
            {
                try? await backend.workers.ensureWorker(cluster: cluster)
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    @concurrent func cluster() async {
        for await update in backend.cluster.updates() { mailbox.post(.cluster(update)) }
    }

    /// Follows the store in view. A cursor that runs through the list starts a few watches a second at most.
    @concurrent func events(of namespaces: AsyncStream<String?>) async {
        for await namespace in namespaces {
            await backend.cluster.watchEvents(namespace: namespace)
            try? await Task.sleep(for: .milliseconds(250))
        }
    }

    /// Works out what upgrades would change. Of those that come while one is worked out, the newest counts.
    @concurrent func plans(of drafts: AsyncStream<(UpgradeDraft, Ticket)>) async {
        for await (draft, ticket) in drafts {
            do {
                let spec = try await backend.spec(for: draft)
                let preview = try await backend.releases.preview(of: draft.store, upgradedTo: spec)
                let plan = UpgradePlan(
                    wishes: SpecDifference(from: draft.store.spec, to: spec), preview: preview)
                mailbox.post(.upgradePlan(ticket, .success(plan)))
            } catch {
                mailbox.post(.upgradePlan(ticket, .failure(Refusal(error))))
            }
            try? await Task.sleep(for: .milliseconds(150))
        }
    }

    /// Answers what the screen asked.
    @concurrent func answer(_ effect: Effect) async {
        switch effect {
        case .loadCredentials(let store):
            do {
                mailbox.post(
                    .credentials(store.id, .success(try await backend.credentials.credentials(of: store))))
            } catch {
                mailbox.post(.credentials(store.id, .failure(Refusal(error))))
            }
        case .loadLog(let job):
            do {
                mailbox.post(.jobLog(job, .success(try await backend.queue.log(of: job, lines: 500))))
            } catch {
                mailbox.post(.jobLog(job, .failure(Refusal(error))))
            }
        case .inspect(let store, let kind, let pod):
            do {
                mailbox.post(.inspection(store.id, .success(try await inspected(store, kind, pod))))
            } catch {
                mailbox.post(.inspection(store.id, .failure(Refusal(error))))
            }
        case .loadRevisions(let store):
            do {
                mailbox.post(
                    .revisions(store.id, .success(try await backend.releases.revisions(of: store))))
            } catch {
                mailbox.post(.revisions(store.id, .failure(Refusal(error))))
            }
        case .loadDifference(let store, let pair):
            do {
                let difference = try await backend.releases.difference(
                    of: store, from: pair.older, to: pair.newer)
                mailbox.post(.difference(store.id, pair, .success(difference)))
            } catch {
                mailbox.post(.difference(store.id, pair, .failure(Refusal(error))))
            }
        case .retryConnection:
            await backend.cluster.retryNow()
            await reread()
        default: break
        }
    }

    private func inspected(_ store: Store, _ kind: InspectionPanel.Kind, _ pod: String?) async throws
        -> InspectionPanel.Content
    {
        switch kind {
        case .description: return .described(try await backend.inspector.descriptions(of: store, pod: pod))
        case .yaml:
            let text = try await backend.inspector.yaml(of: store, pod: pod)
            return .text(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }

    private func reread() async {
        let cluster = backend.settings.cluster
        do {
            let jobs = try await backend.queue.jobs(cluster: cluster, store: nil, limit: Self.jobLimit)
            mailbox.post(.records(stores: try await backend.stores.stores(cluster: cluster), jobs: jobs))
        } catch {
            mailbox.post(.recordsFailed(Refusal(error).description))
        }
    }
}
