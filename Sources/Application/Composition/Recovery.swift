internal import Domain
internal import Provisioning

extension OpenWorkspace {
    /// Takes in the cluster's stores after records were lost. Where the cluster can't be asked now, the next
    /// program that opens this world does it.
    func recover() async {
        guard let loss = try? await database.loss(cluster: cluster.name) else { return }
        Printer.note("records were lost: \(loss.what)")
        do {
            let (adopted, found) = try await adopt()
            try await database.makeGood(loss, cluster: cluster.name, stores: adopted.count)
            Printer.note(
                "\(adopted.count) of the \(found.count) stores of \(cluster.name) were taken in again")
        } catch {
            Printer.note("they can't be rebuilt from \(cluster.name) now: \(error)")
        }
    }
}
