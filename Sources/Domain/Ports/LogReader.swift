/// Reads what the containers of a store write.
package protocol LogReader: Sendable {
    /// Tells the last lines of each container, then every line as it's written, in pods that come later too;
    /// those of different containers come in no order. Goes on until cancelled, but ends by itself once all is
    /// told where only previous runs were asked for. `tell` is called from any thread and mustn't wait.
    func read(_ request: LogRequest, _ tell: @escaping @Sendable (LogUpdate) -> Void) async
}

/// Whose log is wanted.
package struct LogRequest: Hashable, Sendable {
    package var namespace: String
    /// Only this pod's; nil for all.
    package var pod: String?
    /// What each container wrote before its last restart, instead of what it writes now.
    package var isPrevious: Bool
    /// How many of the last lines of each container.
    package var tail: Int

    package init(namespace: String, pod: String? = nil, isPrevious: Bool = false, tail: Int = 500) {
        self.namespace = namespace
        self.pod = pod
        self.isPrevious = isPrevious
        self.tail = tail
    }
}

/// What reading logs brings.
package enum LogUpdate: Hashable, Sendable {
    case line(LogLine)
    /// Something can't be read just now, and why; nil once it can again.
    case trouble(String?)
}
