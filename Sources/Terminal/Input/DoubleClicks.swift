/// Tells a double press of the left button from two.
struct DoubleClicks {
    static let window: Duration = .milliseconds(400)
    private var last: (point: Point, time: Duration)?

    /// The event as it should be known, given its time on any clock that only rises.
    mutating func mark(_ event: MouseEvent, at time: Duration) -> MouseEvent {
        guard event.kind == .press, event.button == .left else { return event }
        if let last, last.point == event.point, time - last.time <= Self.window {
            self.last = nil
            var double = event
            double.kind = .double
            return double
        }
        last = (event.point, time)
        return event
    }
}
