import Domain
import Terminal

extension DashboardModel {
    /// Does what was asked for of the open dialog.
    mutating func actInDialog(_ action: Action) -> [Effect] {
        switch action {
        case .quit, .suspend, .redraw: return act(action)
        default: break
        }
        switch dialog {
        case .create(let form): return act(action, on: form)
        case .delete(let question): return act(action, on: question)
        case .upgrade(let form): return act(action, on: form)
        case .history(let panel): return act(action, on: panel)
        case .rollback(let question): return act(action, on: question)
        case .cancelJob(let question): return act(action, on: question)
        case .job where action == .cancelJob || action == .retryJob: return act(action)
        case .logs(let panel): return act(action, on: panel)
        case .credentials(let panel): return act(action, on: panel)
        case .palette(let palette): return act(action, on: palette)
        case .themes(let picker): return act(action, on: picker)
        case .inspection(let panel): return act(action, on: panel)
        case .help, .events, .job:
            if action == .cancel || action == .close {
                dialog = nil
            } else {
                scrollDialog(by: action.rows(page: readingHeight))
            }
        case nil: break
        }
        return []
    }

    private mutating func act(_ action: Action, on form: CreateForm) -> [Effect] {
        var form = form
        switch action {
        case .accept: return submit(form)
        case .cancel:
            dialog = nil
            return []
        case .nextField: form.moveField(by: 1)
        case .previousField: form.moveField(by: -1)
        case .nextChoice: form.choose(by: 1, engines: settings.engines)
        case .previousChoice: form.choose(by: -1, engines: settings.engines)
        default: break
        }
        dialog = .create(form)
        return []
    }

    private mutating func submit(_ form: CreateForm) -> [Effect] {
        var form = form
        form.wasTried = true
        guard problem(in: form) == nil, let name = try? StoreName(form.name.value) else {
            dialog = .create(form)
            return []
        }
        let ticket = newTicket()
        form.submission = .waiting(ticket)
        dialog = .create(form)
        return [.create(StoreDraft(name: name, engine: form.engine, size: form.size), ticket)]
    }

    private mutating func act(_ action: Action, on question: DeleteConfirmation) -> [Effect] {
        var question = question
        switch action {
        case .cancel: dialog = nil
        case .toggleKeepData:
            question.keepsData.toggle()
            dialog = .delete(question)
        case .accept where question.typed.isEmpty: dialog = nil
        case .accept where question.isConfirmed:
            if let reason = reasonAgainstWriting {
                question.submission = .refused(reason)
                dialog = .delete(question)
                return []
            }
            let ticket = newTicket()
            question.submission = .waiting(ticket)
            dialog = .delete(question)
            let action = JobRequest.Action.delete(question.target, keepsData: question.keepsData)
            return [.enqueue(settings.request(action), ticket)]
        default: break
        }
        return []
    }

    private mutating func act(_ action: Action, on panel: CredentialsPanel) -> [Effect] {
        var panel = panel
        switch action {
        case .cancel:
            dialog = nil
            return []
        case .toggleReveal: panel.isRevealed.toggle()
        case .copy:
            guard panel.items.indices.contains(panel.cursor) else { return [] }
            let item = panel.items[panel.cursor]
            notice = Notice(.success, "copied: \(item.title)")
            return [.copy(item.value.reveal())]
        default: panel.move(by: action.rows(page: panel.items.count))
        }
        dialog = .credentials(panel)
        return []
    }

    private mutating func act(_ action: Action, on palette: CommandPalette) -> [Effect] {
        var palette = palette
        switch action {
        case .cancel: dialog = nil
        case .accept:
            let matches = paletteMatches(palette)
            guard matches.indices.contains(palette.list.selection) else { return [] }
            dialog = nil
            return perform(matches[palette.list.selection])
        default:
            palette.list.move(action)
            dialog = .palette(palette)
        }
        return []
    }

    /// What the palette offers: everything that the screen beneath it takes.
    func paletteMatches(_ palette: CommandPalette) -> [Binding] {
        let contexts: [BindingContext] = [screen == .home ? .home : .store, .main]
        let offered = Binding.all.filter { contexts.contains($0.context) && $0.action != .palette }
        return palette.matches(among: offered)
    }

    private mutating func act(_ action: Action, on picker: ThemePicker) -> [Effect] {
        var picker = picker
        switch action {
        case .accept:
            dialog = nil
            return []
        case .cancel:
            dialog = nil
            return picker.before == theme || picker.before.isEmpty ? [] : [.selectTheme(picker.before)]
        default:
            picker.list.move(action)
            dialog = .themes(picker)
            return picker.chosen.map { $0 == theme ? [] : [.selectTheme($0)] } ?? []
        }
    }

    var readingHeight: Int { dialog.map { ReadingView.area($0, in: HomeLayout(self).main).height } ?? 0 }

    mutating func scrollDialog(by rows: Int) {
        guard let dialog else { return }
        let area = ReadingView.area(dialog, in: HomeLayout(self).main)
        let count = ReadingView.lines(self, dialog, width: area.width, glyphs: .ascii).count
        let last = max(0, count - area.height)
        let moved = max(0, min(ReadingView.offset(dialog, last: last) + rows, last))
        switch dialog {
        case .help: self.dialog = .help(ScrolledText(offset: moved))
        case .events(var panel):
            panel.offset = moved
            self.dialog = .events(panel)
        case .inspection(var panel):
            panel.offset = moved
            self.dialog = .inspection(panel)
        case .job(var panel):
            (panel.offset, panel.follows) = (moved, moved == last)
            self.dialog = .job(panel)
        default: break
        }
    }
}
