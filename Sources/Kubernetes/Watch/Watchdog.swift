/// Looks after one list or watch, and breaks it when the other side has fallen silent: connections die without
/// a word, and a proxy may keep its end of one alive that has no other end.
struct Watchdog: Sendable {
    /// How long an answer may take to begin, or to go on where all of it is due at once.
    static let patience: Duration = .seconds(12)
    private static let ticks = 3

    let clock: any Clock<Duration>
    let server: String
    let activity: Activity

    /// Until cancelled, sees that the bytes of an answer follow one another.
    func guardProgress() async {
        await guardProgress { _ in true }
    }

    /// Sees that a watch begins, and that it doesn't outlive `limit`, counted from now.
    func guardWatch(limit: Duration) async {
        let uptime = clock.uptime()
        await guardProgress { $0.received == 0 }
        guard !Task.isCancelled, (try? await clock.sleep(for: limit - uptime())) != nil else { return }
        activity.fail(KubernetesError.timeout(server: server, after: limit))
    }

    private func guardProgress(while isDue: (Activity.Sign) -> Bool) async {
        var (last, silent) = (activity.sign, 0)
        while isDue(last), (try? await clock.sleep(for: Self.patience / Self.ticks)) != nil {
            let sign = activity.sign
            // Before anything is sent, credentials may take their time.
            silent = sign == last && sign.opened > 0 ? silent + 1 : 0
            last = sign
            if silent >= Self.ticks {
                return activity.fail(KubernetesError.timeout(server: server, after: Self.patience))
            }
        }
    }
}
