/// How the names under a domain come to lead anywhere.
package enum NameResolution: String, Sendable, Hashable {
    /// `localhost` and what is under it: browsers and curl go to this machine by themselves.
    case localhost
    /// The address is part of the name, as in `10.0.0.1.nip.io`, or is always this machine.
    case addressInName
    /// DNS or a hosts file has to know them.
    case domain

    /// - Parameter host: a host name or domain, in lower case.
    package init(of host: String) {
        func isUnder(_ domain: String) -> Bool { host == domain || host.hasSuffix("." + domain) }
        self =
            if isUnder("localhost") {
                .localhost
            } else if ["nip.io", "sslip.io", "traefik.me", "localtest.me", "lvh.me"].contains(where: isUnder)
            {
                .addressInName
            } else {
                .domain
            }
    }
}
