import Domain
import Terminal

extension DashboardModel {
    mutating func openUpgrade() -> [Effect] {
        guard let store = target?.store else { return [] }
        dialog = .upgrade(UpgradeForm(store))
        return askedPlan()
    }

    mutating func act(_ action: Action, on form: UpgradeForm) -> [Effect] {
        var form = form
        switch action {
        case .accept: return submit(form)
        case .cancel:
            dialog = nil
            return []
        case .nextField: form.moveField(by: 1)
        case .previousField: form.moveField(by: -1)
        case .nextChoice: form.chooseSize(by: 1)
        case .previousChoice: form.chooseSize(by: -1)
        case .pageUp, .pageDown:
            let area = UpgradeFormView.planArea(in: HomeLayout(self).main)
            let count = UpgradeFormView.planLines(form, width: area.width).count
            let moved = form.offset + action.rows(page: area.height)
            form.offset = max(0, min(moved, count - area.height))
        default: break
        }
        dialog = .upgrade(form)
        return askedPlan()
    }

    private mutating func submit(_ form: UpgradeForm) -> [Effect] {
        var form = form
        let wouldChange = if case .shown(let plan) = form.plan { !plan.isEmpty } else { true }
        guard let draft = form.draft, wouldChange || form.wasTried else {
            form.wasTried = true
            dialog = .upgrade(form)
            return []
        }
        let ticket = newTicket()
        form.submission = .waiting(ticket)
        dialog = .upgrade(form)
        return [.upgrade(draft, ticket)]
    }

    /// Asks what the open form would change, unless it was asked already.
    mutating func askedPlan() -> [Effect] {
        guard case .upgrade(var form) = dialog, !form.submission.isWaiting, form.planned != form.draft else {
            return []
        }
        form.planned = form.draft
        form.offset = 0
        var effects: [Effect] = []
        if let draft = form.draft {
            let ticket = newTicket()
            form.plan = .asked(ticket)
            effects = [.previewUpgrade(draft, ticket)]
        } else {
            form.plan = .none
        }
        dialog = .upgrade(form)
        return effects
    }

    mutating func take(_ result: Result<UpgradePlan, Refusal>, asked ticket: Ticket) {
        guard case .upgrade(var form) = dialog, form.plan == .asked(ticket) else { return }
        switch result {
        case .success(let plan): form.plan = .shown(plan)
        case .failure(let refusal): form.plan = .failed(refusal.description)
        }
        dialog = .upgrade(form)
    }

    var reasonAgainstUpgrading: String? {
        guard let row = target else { return "no store is selected" }
        if let job = activeJobs[row.id] {
            return "\(row.store.name) is busy: its \(job.kind.rawValue) is under way"
        }
        let phase = row.store.status.phase
        return phase == .ready || phase == .failed ? nil : "\(row.store.name) is \(phase.rawValue)"
    }

    var reasonAgainstAdopting: String? {
        stores.strangers.isEmpty ? "the cluster has no store that isn't recorded" : nil
    }
}
