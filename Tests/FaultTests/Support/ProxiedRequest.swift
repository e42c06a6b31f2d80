import Foundation

/// What a proxy needs to know of a request; all of them are reads.
struct ProxiedRequest: Sendable {
    let head: [String]
    /// The plural of the kind, such as "configmaps".
    let kind: String
    let isWatch: Bool
    let resourceVersion: String?
    let authorization: String?

    init?(_ head: [String]) {
        guard let target = head.first?.split(separator: " ").dropFirst().first,
            let components = URLComponents(string: String(target))
        else { return nil }
        self.head = head
        kind = components.path.split(separator: "/").last.map(String.init) ?? ""
        let items = components.queryItems ?? []
        isWatch = items.contains { $0.name == "watch" }
        resourceVersion = items.first { $0.name == "resourceVersion" }?.value ?? nil
        authorization = head.first { $0.lowercased().hasPrefix("authorization:") }
            .map { $0.dropFirst("authorization:".count).trimmingCharacters(in: .whitespaces) }
    }
}
