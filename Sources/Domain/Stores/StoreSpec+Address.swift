/// Where a store is reached, which its links start with.
extension StoreSpec {
    /// Such as `https://shop.example.org`: the chart value `url` where the store has one, else its first host at
    /// the scheme's own port; nil without either.
    package var address: String? { givenAddress ?? hosts.first.map { scheme + "://" + $0 } }

    /// The port that its address names beside its first host, where it does.
    package var addressPort: Int? {
        guard let host = hosts.first, let given = givenAddress else { return nil }
        for scheme in ["http", "https"] {
            let start = "\(scheme)://\(host):"
            if given.hasPrefix(start) { return Int(given.dropFirst(start.count)) }
        }
        return nil
    }

    /// Has the address name a port beside the first host; nil, and the scheme's own port, leave it to the chart.
    package mutating func setAddressPort(_ port: Int?) {
        overrides.removeAll { $0.hasPrefix(Self.assignment) }
        guard let port, let host = hosts.first, port != (tlsIssuer == nil ? 80 : 443) else { return }
        overrides.append("\(Self.assignment)\(scheme)://\(host):\(port)")
    }

    /// Whether the chart is given an address.
    package var givesAddress: Bool { givenAddress != nil }

    /// The chart value that holds it.
    package static let addressKey = "url"
    private static let assignment = addressKey + "="
    private var scheme: String { tlsIssuer == nil ? "http" : "https" }

    private var givenAddress: String? {
        guard
            let given = overrides.last(where: { $0.hasPrefix(Self.assignment) })?.dropFirst(
                Self.assignment.count),
            !given.isEmpty
        else { return nil }
        return String(given)
    }
}
