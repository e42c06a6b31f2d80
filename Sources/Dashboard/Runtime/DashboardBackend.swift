package import Domain

/// The world as the dashboard asks it: the ports, under the settings they were opened with.
package protocol DashboardBackend: Sendable {
    var settings: DashboardSettings { get }
    var stores: any StoreRepository { get }
    var queue: any JobQueue { get }
    var cluster: any ClusterView { get }
    var releases: any ReleaseReader { get }
    var credentials: any CredentialsReader { get }
    var logs: any LogReader { get }
    var inspector: any StoreInspector { get }
    var workers: any WorkerLauncher { get }

    /// What there is to tell beside what was asked: of how it was opened, and of what was mended since.
    func notices() -> AsyncStream<Notice>
    /// The whole spec of a new store, with its chart as it is now.
    /// - Throws: why there can be none, worded for people.
    func spec(for draft: StoreDraft) async throws -> StoreSpec
    /// What is wanted of a store from now on, with its chart as it is now.
    /// - Throws: why it can't be had, worded for people.
    func spec(for draft: UpgradeDraft) async throws -> StoreSpec
    /// Takes in the stores that the cluster has and the records lack; returns those taken in.
    func adopt() async throws -> [Store]
}
