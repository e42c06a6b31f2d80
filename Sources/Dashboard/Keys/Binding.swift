package import Terminal

/// What some keys do somewhere: key dispatch, the key bar, help, the command palette and the documentation all
/// come from these.
package struct Binding: Sendable {
    package let action: Action
    package let context: BindingContext
    /// The first one is the one the key bar shows.
    package let keys: [KeyPress]
    /// The word in the key bar.
    package let title: String
    /// A sentence for help and documentation.
    package let help: String
    /// Its place in the key bar; nil is none.
    let rank: Int?
    /// Why it can't be done now, or nil.
    package let disabled: @Sendable (DashboardModel) -> String?

    init(
        _ action: Action, in context: BindingContext, _ keys: [KeyPress], _ title: String, _ help: String,
        rank: Int? = nil, disabled: @escaping @Sendable (DashboardModel) -> String? = { _ in nil }
    ) {
        self.action = action
        self.context = context
        self.keys = keys
        self.title = title
        self.help = help
        self.rank = rank
        self.disabled = disabled
    }
}

extension DashboardModel {
    /// What `key` means now, or nil.
    func binding(for key: KeyPress) -> Binding? {
        for context in contexts {
            if let binding = Binding.all.first(where: { $0.context == context && $0.keys.contains(key) }) {
                return binding
            }
        }
        return nil
    }

    /// The bindings in force, those of inner contexts first.
    var bindings: [Binding] {
        contexts.flatMap { context in Binding.all.filter { $0.context == context } }
    }
}
