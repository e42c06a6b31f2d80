/// Which module may import which: of ours, and of what comes from elsewhere.
enum DependencyRule {
    static let libraries: Set = [
        "Domain", "Persistence", "Helm", "Kubernetes", "Provisioning", "DemoCluster", "CNcurses", "CCurl",
        "CCrypto", "CAllocator",
        "Terminal", "Dashboard", "HTTPAPI", "Application",
    ]

    /// What a module may import of ours.
    static let allowed: [String: Set<String>] = [
        "CAllocator": [], "CCrypto": [], "CCurl": [], "CNcurses": [],
        "Domain": [],
        "Persistence": ["Domain"],
        "Helm": ["CCrypto"],
        "Kubernetes": ["CCurl"],
        "Provisioning": ["Domain", "Helm", "Kubernetes"],
        "DemoCluster": ["Kubernetes"],
        "Terminal": ["CNcurses"],
        "Dashboard": ["Domain", "Terminal"],
        "HTTPAPI": ["Domain"],
        "Application": [
            "CAllocator", "Dashboard", "Domain", "Helm", "Kubernetes", "Persistence", "Provisioning",
            "Terminal",
        ],
        "urumi": ["Application"],
        "urumi-server": libraries.subtracting(["CAllocator", "CNcurses", "CCurl", "CCrypto"]),
    ]

    /// Where each package from elsewhere may be imported.
    static let homes: [String: Set<String>] = [
        "ArgumentParser": ["Application", "urumi-server"],
        "GRDB": ["Persistence"],
        "Hummingbird": ["DemoCluster", "HTTPAPI"],
        "HTTPTypes": ["DemoCluster", "HTTPAPI"],
        "Logging": ["Application", "DemoCluster", "HTTPAPI", "Provisioning", "urumi-server"],
        "NIOCore": ["DemoCluster", "HTTPAPI"],
        "NIOPosix": ["DemoCluster", "HTTPAPI"],
        "ServiceLifecycle": ["DemoCluster", "HTTPAPI"],
        "Subprocess": ["Helm"],
        "SystemPackage": ["Helm"],
        "TOMLKit": ["Application", "Terminal"],
        "Yams": ["Application", "Helm", "Kubernetes"],
    ]

    /// What Swift and the system bring.
    static let platform: Set = [
        "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Observation", "Swift", "Synchronization",
        "Testing",
    ]
}
