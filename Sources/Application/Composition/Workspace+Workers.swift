package import Domain
internal import Foundation
internal import Helm
package import Kubernetes
internal import Logging
package import Provisioning

extension Workspace {
    /// Starts detached workers of this world.
    /// - Parameter arguments: the global options that lead another process to this world.
    package func detachedWorkers(registry: any WorkerRegistry, arguments: [String]) -> DetachedWorkers {
        DetachedWorkers(
            registry: registry, arguments: [ProgramPath.executable, "worker", "--until-idle"] + arguments,
            environment: environment, log: stateFolder + "/worker.log", logMode: fileMode)
    }

    /// A worker on this world's queue, together with the observer that it watches through, which has to run too.
    package func worker(
        on cluster: ClusterConfiguration, client: KubernetesClient,
        records: any Records
    ) async throws -> (worker: Worker, observer: ClusterObserver) {
        let observer = ClusterObserver(client: client)
        let logger = logger("worker")
        await pruneCharts(records, logger)
        let services = StepServices(
            client: client, helm: LateHelm { try await helm(for: cluster) }, charts: charts,
            observer: observer,
            identity: ClusterIdentity(client: client, cluster: cluster.contextName, registry: records),
            ingressNamespace: settings.ingressNamespace,
            operatorBinding: try operatorBinding(),
            hosts: options.isDemo ? nil : HostsFile(ofClusterAt: cluster.server))
        let worker = Worker(
            queue: records, registry: records, runner: JobRunner(services: services, logger: logger),
            cluster: cluster.contextName, concurrency: settings.workerConcurrency, logger: logger)
        return (worker, observer)
    }

    /// Takes the cluster's stores in again whenever records are found to be lost, and logs it; until cancelled.
    package func keepRecords(of cluster: ClusterAccess, in records: any Records) async {
        let logger = logger("records")
        await OpenWorkspace(self, cluster: cluster, database: records).keepRecords {
            logger.warning("\($0)")
        }
    }

    /// Removes the copies of charts that nothing has needed for a month. Records that name none may have been lost, and
    /// the stores that they told of are yet to be taken in again.
    private func pruneCharts(_ use: any ChartUse, _ logger: Logger) async {
        do {
            let used = try await use.chartDigestsInUse()
            if used.isEmpty { return }
            let removed = charts.prune(keeping: used, olderThan: 30 * 24 * 3600)
            if !removed.isEmpty {
                logger.info("chart copies removed", metadata: ["count": "\(removed.count)"])
            }
        } catch {
            logger.warning("chart copies can't be pruned", metadata: ["error": "\(error)"])
        }
    }

    /// What gives urumi its rights in the stores' namespaces; nil where it acts with its user's own.
    package func operatorBinding() throws -> OperatorBinding? {
        options.isDemo ? nil : try .of(environment: environment)
    }
}
