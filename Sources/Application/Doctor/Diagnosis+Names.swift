internal import Provisioning

extension Diagnosis {
    /// - Parameter isHere: whether the cluster is on this machine.
    static func names(_ facts: NameFacts, isHere: Bool, isDemo: Bool) -> [Finding] {
        let domain = facts.baseDomain
        var findings: [Finding] = []
        if domain == "dev" || domain.hasSuffix(".dev"), !facts.hasIssuer {
            findings.append(
                .warning(
                    "domain", "browsers insist on https for .dev",
                    mend: "set TLS_ISSUER, or another BASE_DOMAIN such as localhost"))
        }
        switch NameResolution(of: domain) {
        case .localhost where isHere || isDemo:
            findings.append(.ok("dns", "*.\(domain) leads to this machine by itself"))
        case .localhost:
            findings.append(
                .warning(
                    "dns", "*.\(domain) leads to this machine, but the cluster is on another",
                    mend: "set BASE_DOMAIN to a domain that leads to it, such as ADDRESS.nip.io"))
        case .addressInName:
            findings.append(.ok("dns", "*.\(domain) leads to the address in the name, by its own DNS"))
        case .domain:
            findings.append(wildcard(facts, isHere: isHere, isDemo: isDemo))
        }
        if facts.helperIsInstalled {
            findings.append(.ok("hosts", "the helper for /etc/hosts is installed"))
        }
        return findings
    }

    private static func wildcard(_ facts: NameFacts, isHere: Bool, isDemo: Bool) -> Finding {
        let domain = facts.baseDomain
        if isDemo { return .ok("dns", "*.\(domain), which the demo doesn't need to resolve") }
        if let addresses = facts.wildcard, !addresses.isEmpty {
            return .ok("dns", "*.\(domain) leads to \(addresses.joined(separator: ", ")) (wildcard DNS)")
        }
        if facts.helperIsInstalled, isHere {
            return .ok("dns", "stores under \(domain) are led here by /etc/hosts")
        }
        let other =
            isHere
            ? "run scripts/setup-hosts-manager.sh for this machine alone"
            : "set BASE_DOMAIN to ADDRESS.nip.io"
        return .warning(
            "dns", "*.\(domain) doesn't resolve",
            mend: "add the wildcard DNS entry *.\(domain) for the cluster's address, or \(other)")
    }
}
