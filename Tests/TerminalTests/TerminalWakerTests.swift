import Foundation
import Glibc
import Testing

@testable import Terminal

@Suite("Wakes", .timeLimit(.minutes(5)))
struct TerminalWakerTests {
    @Test("however they come while others are taken, none is the last that's heard")
    func storm() async {
        let waker = TerminalWaker()
        for _ in 0..<20 {
            let storm = Thread { for _ in 0..<20_000 { waker.wake() } }
            storm.start()
            while !storm.isFinished { if Self.isAwake(waker, within: 0) { waker.take() } }
            waker.take()
            waker.wake()
            guard Self.isAwake(waker, within: 10_000) else {
                Issue.record("a wake isn't heard any more")
                return
            }
            waker.take()
            #expect(!Self.isAwake(waker, within: 0))
        }
    }

    private static func isAwake(_ waker: TerminalWaker, within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }
}
