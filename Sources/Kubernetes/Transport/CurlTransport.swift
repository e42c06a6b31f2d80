/// Serves every request by one libcurl multi handle on one thread, which starts with the first request.
final class CurlTransport: Sendable {
    private let mailbox = CurlMailbox()

    deinit { mailbox.stop() }

    /// Starts a request; its answer arrives on the channel.
    func open(_ request: HTTPRequest) -> ResponseChannel {
        let id = mailbox.nextID()
        let channel = ResponseChannel(request.reading) { [mailbox] in
            mailbox.post(.cancel(id))
        } resume: { [mailbox] in
            mailbox.post(.resume(id))
        }
        if !mailbox.start(id, request, channel) { channel.finish(CancellationError()) }
        return channel
    }

    /// Ends all transfers and the thread; returns when both are gone.
    func shutdown() async {
        mailbox.stop()
        await mailbox.stopped()
    }
}
