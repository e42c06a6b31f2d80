import CCurl

/// The transport's thread: a multi handle and its transfers, which nothing else touches.
final class CurlLoop {
    private static let initialized = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let mailbox: CurlMailbox
    private let multi: UnsafeMutableRawPointer
    private var transfers: [UInt64: CurlTransfer] = [:]
    private var ids: [UnsafeMutableRawPointer: UInt64] = [:]

    private init(_ mailbox: CurlMailbox, _ multi: UnsafeMutableRawPointer) {
        self.mailbox = mailbox
        self.multi = multi
    }

    static func wake(_ multi: UInt) {
        if let multi = UnsafeMutableRawPointer(bitPattern: multi) { curl_multi_wakeup(multi) }
    }

    static func run(_ mailbox: CurlMailbox) {
        if initialized, let multi = curl_multi_init() {
            mailbox.running(multi: UInt(bitPattern: multi))
            let loop = CurlLoop(mailbox, multi)
            loop.run()
            loop.end()
            curl_multi_cleanup(multi)
        } else {
            refuse(mailbox.ending(), reason: "libcurl doesn't start")
        }
        mailbox.ended()
    }

    private func run() {
        while let commands = mailbox.take() {
            for command in commands { obey(command) }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            reap()
            curl_multi_poll(multi, nil, 0, 1_000_000, nil)
        }
    }

    private func end() {
        Self.refuse(mailbox.ending(), reason: nil)
        for transfer in transfers.values {
            curl_multi_remove_handle(multi, transfer.easy)
            transfer.finish(cancelled: true)
        }
        transfers = [:]
    }

    private func obey(_ command: CurlMailbox.Command) {
        switch command {
        case .start(let id, let request, let reader):
            guard let channel = reader.channel else { return }
            guard let transfer = CurlTransfer(request, reader) else {
                channel.finish(
                    KubernetesError.unreachable(server: request.origin, reason: "libcurl has no handle"))
                return
            }
            transfers[id] = transfer
            ids[transfer.easy] = id
            curl_multi_add_handle(multi, transfer.easy)
        case .cancel(let id): remove(id)?.finish(cancelled: true)
        case .resume(let id):
            if let transfer = transfers[id] { curl_easy_pause(transfer.easy, CURLPAUSE_CONT) }
        }
    }

    private func reap() {
        var result = CURLE_OK
        while let easy = urumi_multi_next_done(multi, &result) {
            guard let id = ids[easy] else { continue }
            remove(id)?.finish(result)
        }
    }

    private func remove(_ id: UInt64) -> CurlTransfer? {
        guard let transfer = transfers.removeValue(forKey: id) else { return nil }
        ids[transfer.easy] = nil
        curl_multi_remove_handle(multi, transfer.easy)
        return transfer
    }

    private static func refuse(_ commands: [CurlMailbox.Command], reason: String?) {
        for case .start(_, let request, let reader) in commands {
            reader.channel?.finish(
                reason.map { KubernetesError.unreachable(server: request.origin, reason: $0) }
                    ?? CancellationError())
        }
    }
}
