internal import Domain
internal import Foundation
internal import Provisioning

/// What came of records that were lost.
struct Recovery: Sendable, CustomStringConvertible {
    let description: String
    /// Whether the cluster's stores are recorded again.
    let isWhole: Bool
}

extension Recovery {
    /// Takes in the cluster's stores after records were lost; nil where none were. Where the cluster can't be
    /// asked now, the next program that opens this world does it.
    init?(of world: OpenWorkspace) async {
        let cluster = world.cluster.name
        guard let loss = try? await world.database.loss(cluster: cluster) else { return nil }
        do {
            let (adopted, found) = try await world.adopt(requestedBy: "urumi")
            try await world.database.makeGood(loss, cluster: cluster, stores: adopted.count)
            description =
                "records were lost: \(loss.what); "
                + "\(adopted.count) of the \(found.count) stores of \(cluster) were taken in again"
            isWhole = true
        } catch {
            description =
                "records were lost: \(loss.what); they can't be rebuilt from \(cluster) now: \(error)"
            isWhole = false
        }
    }
}

extension OpenWorkspace {
    /// How soon a cluster that couldn't be asked is asked again.
    private static let patience: Duration = .seconds(30)

    /// Takes the cluster's stores in again whenever records are found to be lost, as by a file that is replaced
    /// while this program runs; until cancelled.
    /// - Parameter tell: told what came of it, each once.
    func keepRecords(_ tell: @Sendable (Recovery) -> Void) async {
        var told: String?
        for await _ in database.changes() {
            while let recovery = await Recovery(of: self) {
                if told != recovery.description { tell(recovery) }
                told = recovery.description
                if recovery.isWhole { break }
                guard (try? await Task.sleep(for: Self.patience)) != nil else { return }
            }
        }
    }
}
