import Domain
import Terminal

/// What stands where there is nothing to show: why, and what to do.
enum EmptyText {
    static func stores(_ model: DashboardModel) -> (String, Role) {
        switch model.opening {
        case .opening: return ("Opening the records…", .muted)
        case .failed(let reason): return ("\(reason)\n\nr tries again.", .failed)
        case .open: break
        }
        if !model.hasRecords {
            if let problem = model.recordsProblem { return ("\(problem)\n\nr tries again.", .failed) }
            return ("Reading the records…", .muted)
        }
        if model.stores.count > 0 {
            return ("No store matches \(model.stores.filter.text). Esc shows all.", .muted)
        }
        if case .notConfigured(let reason) = model.connection {
            return (
                "No cluster: \(reason)\n\nTry the demo: urumi --demo. Or set KUBECONFIG; urumi doctor says what "
                    + "is missing.", .warning
            )
        }
        let strangers = model.stores.strangers.count
        if strangers > 0 {
            return (
                "\(strangers) store\(strangers == 1 ? " is" : "s are") in the cluster and not in the records.\nPress a "
                    + "to take \(strangers == 1 ? "it" : "them") in.", .warning
            )
        }
        if model.settings.isReadOnly { return ("No stores yet.", .muted) }
        return ("No stores yet.\nPress c to create your first store.", .text)
    }

    static func details(_ model: DashboardModel) -> String {
        model.hasRecords && model.stores.count == 0
            ? "A store is one namespace and one Helm release: a shop of its own, with its database, its "
                + "addresses and its quota. Here you will see it come up, pod by pod."
            : "No store is selected."
    }
}
