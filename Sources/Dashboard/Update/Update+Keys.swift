import Domain
import Terminal

extension DashboardModel {
    mutating func press(_ key: KeyPress) -> [Effect] {
        notice = nil
        if isBusySubmitting, key != .control("c"), key != .control("z"), key != .escape { return [] }
        if takesTextFirst, type(key) { return askedPlan() }
        if let binding = binding(for: key) { return perform(binding) }
        _ = type(key)
        return askedPlan()
    }

    mutating func perform(_ binding: Binding) -> [Effect] {
        if let reason = binding.disabled(self) {
            notice = Notice(.info, "\(binding.title): \(reason)")
            return []
        }
        return dialog == nil ? act(binding.action) : actInDialog(binding.action)
    }

    mutating func paste(_ text: String) -> [Effect] {
        if isBusySubmitting { return [] }
        notice = nil
        edit {
            $0.paste(text)
            return true
        }
        return askedPlan()
    }

    /// Whether letters are text rather than commands. In the question before a deletion a blank is a command,
    /// as no name holds one.
    private var takesTextFirst: Bool {
        switch dialog {
        case .create(let form): form.field == .name
        case .upgrade(let form): form.field == .values
        case .palette: true
        case .logs(let panel): panel.search.field != nil
        case .inspection(let panel): panel.search.field != nil
        case nil: filterField != nil
        default: false
        }
    }

    /// While an answer from the disk is awaited, what was asked stays as it is.
    var isBusySubmitting: Bool { dialog?.submission?.isWaiting ?? false }

    private mutating func type(_ key: KeyPress) -> Bool { edit { $0.edit(key) } }

    /// Edits whichever field has the caret; false when none has or the edit means nothing to it.
    @discardableResult
    private mutating func edit(_ change: (inout TextField) -> Bool) -> Bool {
        switch dialog {
        case .create(var form) where form.field == .name:
            guard change(&form.name) else { return false }
            form.edited()
            dialog = .create(form)
        case .upgrade(var form) where form.field == .values:
            guard change(&form.values) else { return false }
            form.edited()
            dialog = .upgrade(form)
        case .delete(var question):
            guard change(&question.typed) else { return false }
            question.submission = .editing
            dialog = .delete(question)
        case .logs(var panel):
            guard var field = panel.search.field, change(&field) else { return false }
            panel.search.take(field)
            dialog = .logs(panel)
        case .inspection(var panel):
            guard var field = panel.search.field, change(&field) else { return false }
            panel.search.take(field)
            dialog = .inspection(panel)
        case .palette(var palette):
            guard change(&palette.field) else { return false }
            palette.list.select(0)
            dialog = .palette(palette)
        case nil:
            guard var field = filterField, change(&field) else { return false }
            filterField = field
            stores.filter(StoreFilter(field.value))
        default: return false
        }
        return true
    }
}
