internal import Foundation
internal import NIOCore

/// Why the API can't be served; the description says what to do next.
package enum HTTPAPIError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The address can't be listened on.
    case cannotListen(address: String, reason: String, mend: String)

    /// nil for an error that isn't about the address.
    init?(_ error: any Error, host: String, port: Int) {
        let address = "\(host):\(port)"
        switch error {
        case let error as IOError where error.errnoCode == EADDRINUSE:
            self = .cannotListen(
                address: address, reason: "another program has that port",
                mend: "end that one, or choose another port with --listen")
        case let error as IOError where error.errnoCode == EACCES:
            self = .cannotListen(
                address: address, reason: "ports below 1024 are the system's",
                mend: "choose a higher one with --listen")
        case let error as IOError where error.errnoCode == EADDRNOTAVAIL:
            self = .cannotListen(
                address: address, reason: "this machine hasn't that address",
                mend: "give one of its own to --listen, such as 127.0.0.1:8000")
        case is SocketAddressError:
            self = .cannotListen(
                address: address, reason: "\(host) isn't known as a host",
                mend: "give an address of this machine to --listen, such as 127.0.0.1:8000")
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .cannotListen(let address, let reason, let mend):
            "can't listen on \(address): \(reason); \(mend)"
        }
    }
}
