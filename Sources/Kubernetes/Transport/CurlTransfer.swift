import CCurl

/// One request in libcurl's hands; lives on the transport's thread.
final class CurlTransfer {
    let easy: UnsafeMutableRawPointer
    private let request: HTTPRequest
    private let reader: CurlMailbox.WeakChannel
    private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private var head = HTTPResponseHead(status: 0)
    private var refusal: CURLcode?

    init?(_ request: HTTPRequest, _ reader: CurlMailbox.WeakChannel) {
        guard let easy = curl_easy_init() else {
            message.deallocate()
            return nil
        }
        self.easy = easy
        self.request = request
        self.reader = reader
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        configure()
        configureTLS()
    }

    deinit {
        curl_easy_cleanup(easy)
        for list in lists { curl_slist_free_all(list) }
        message.deallocate()
    }

    func finish(cancelled: Bool) { reader.channel?.finish(CancellationError()) }

    func finish(_ result: CURLcode) {
        let code = refusal ?? result
        reader.channel?.finish(code == CURLE_OK ? nil : error(code))
    }

    // MARK: Options

    private func set(_ option: CURLoption, _ value: Int) { check(urumi_easy_set_long(easy, option, value)) }
    private func set(_ option: CURLoption, _ value: String?) {
        check(urumi_easy_set_string(easy, option, value))
    }
    private func set(_ option: CURLoption, blob: [UInt8]) {
        check(blob.withUnsafeBytes { urumi_easy_set_blob(easy, option, $0.baseAddress, $0.count) })
    }
    private func set(_ option: CURLoption, list values: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for value in values { list = curl_slist_append(list, value) ?? list }
        guard let list else { return }
        lists.append(list)
        check(urumi_easy_set_list(easy, option, list))
    }
    private func check(_ code: CURLcode) {
        if code != CURLE_OK, refusal == nil { refusal = code }
    }

    private func configure() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(request.connectTimeout.seconds * 1_000))
        if let timeout = request.timeout { set(CURLOPT_TIMEOUT_MS, max(1, Int(timeout.seconds * 1_000))) }
        check(urumi_easy_set_keepalive(easy))
        check(urumi_easy_set_pointer(easy, CURLOPT_ERRORBUFFER, message))
        check(urumi_easy_set_callback(easy, CURLOPT_WRITEFUNCTION, receiveBody))
        check(urumi_easy_set_pointer(easy, CURLOPT_WRITEDATA, context))
        check(urumi_easy_set_callback(easy, CURLOPT_HEADERFUNCTION, receiveHeader))
        check(urumi_easy_set_pointer(easy, CURLOPT_HEADERDATA, context))
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        set(CURLOPT_PATH_AS_IS, 1)
        if request.needsFreshConnection { set(CURLOPT_FRESH_CONNECT, 1) }
        if request.reading != .lines { set(CURLOPT_ACCEPT_ENCODING, "gzip") }
        if let proxy = request.proxyURL {
            set(CURLOPT_PROXY, proxy)
        } else if request.isLoopback {
            set(CURLOPT_PROXY, "")
        }
        if let body = request.body {
            check(urumi_easy_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            check(
                body.withUnsafeBytes {
                    urumi_easy_set_pointer(
                        easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress))
                })
        }
        set(CURLOPT_CUSTOMREQUEST, request.method)
        setAddress()
    }

    /// A certificate's name other than the URL's host takes the host's place in the URL, so that SNI and
    /// the check use it, while the connection and the Host header keep the real one.
    private func setAddress() {
        var headers = request.headers.map { "\($0.name): \($0.value)" } + ["Expect:"]
        if let name = request.tls.serverName, request.url.hasPrefix("https://") {
            let host = request.host.contains(":") ? "[\(request.host)]" : request.host
            set(CURLOPT_CONNECT_TO, list: ["\(name):\(request.port):\(host):\(request.port)"])
            headers.append("Host: \(host):\(request.port)")
            set(CURLOPT_URL, "https://\(name):\(request.port)\(request.url.dropFirst(request.origin.count))")
        } else {
            set(CURLOPT_URL, request.url)
        }
        set(CURLOPT_HTTPHEADER, list: headers)
    }

    private func configureTLS() {
        guard request.url.hasPrefix("https://") else { return }
        if request.tls.skipsVerification {
            set(CURLOPT_SSL_VERIFYPEER, 0)
            set(CURLOPT_SSL_VERIFYHOST, 0)
        } else if let authority = request.tls.certificateAuthority {
            set(CURLOPT_CAINFO, nil)
            set(CURLOPT_CAPATH, nil)
            set(CURLOPT_CAINFO_BLOB, blob: authority)
        }
        if let certificate = request.tls.clientCertificate, let key = request.tls.clientKey {
            set(CURLOPT_SSLCERTTYPE, "PEM")
            set(CURLOPT_SSLCERT_BLOB, blob: certificate)
            set(CURLOPT_SSLKEYTYPE, "PEM")
            set(CURLOPT_SSLKEY_BLOB, blob: key)
        }
    }

    // MARK: What libcurl hands over

    fileprivate func receive(header line: UnsafeRawBufferPointer) {
        let text = String(decoding: line, as: UTF8.self).trimmingSuffix { $0 == "\r\n" || $0 == "\n" }
        if text.hasPrefix("HTTP/") {
            let code = text.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) } ?? 0
            head = HTTPResponseHead(status: code)
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            head.headers[text[..<colon].lowercased()] = String(value)
        } else if text.isEmpty, head.status >= 200 {
            reader.channel?.deliver(head: head)
        }
    }

    /// How many bytes were taken, as libcurl counts it.
    fileprivate func receive(body: UnsafeRawBufferPointer) -> Int {
        guard let channel = reader.channel else { return 0 }
        return switch channel.deliver(body) {
        case .taken: body.count
        case .notNow: Int(CURL_WRITEFUNC_PAUSE)
        case .refused: 0
        }
    }

    private func error(_ code: CURLcode) -> KubernetesError {
        let detail = String(cString: message)
        let reason = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            let connected = urumi_easy_get_connected(easy) != 0
            return .timeout(
                server: request.origin,
                after: connected ? request.timeout ?? request.connectTimeout : request.connectTimeout)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_USE_SSL_FAILED,
            CURLE_SSL_ENGINE_INITFAILED:
            return .tls(server: request.origin, reason: reason)
        default: return .unreachable(server: request.origin, reason: reason)
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> Substring {
        var end = endIndex
        while end > startIndex, matches(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        .receive(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
}

private func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        .receive(header: UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}
