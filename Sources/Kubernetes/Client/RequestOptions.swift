/// What a list or watch is restricted to; selectors are written as kubectl takes them.
package struct Selection: Sendable, Hashable {
    package var labels: String?
    package var fields: String?

    package init(labels: String? = nil, fields: String? = nil) {
        self.labels = labels
        self.fields = fields
    }

    var parameters: [(String, String)] {
        [labels.map { ("labelSelector", $0) }, fields.map { ("fieldSelector", $0) }].compactMap(\.self)
    }
}

/// The consistency and page of a list request.
package struct ListOptions: Sendable, Hashable {
    package var selection: Selection
    /// nil asks for the newest state, "0" takes any cached one.
    package var resourceVersion: String?
    package var limit: Int?
    package var continuation: String?

    package init(
        _ selection: Selection = Selection(), resourceVersion: String? = nil, limit: Int? = nil,
        continuation: String? = nil
    ) {
        self.selection = selection
        self.resourceVersion = resourceVersion
        self.limit = limit
        self.continuation = continuation
    }

    var parameters: [(String, String)] {
        var parameters = selection.parameters
        if let limit { parameters.append(("limit", String(limit))) }
        if let continuation {
            parameters.append(("continue", continuation))
        } else if let resourceVersion, !resourceVersion.isEmpty {
            parameters.append(("resourceVersion", resourceVersion))
        }
        return parameters
    }
}

/// Where a watch starts and how long the server should keep it.
package struct WatchOptions: Sendable, Hashable {
    package var selection: Selection
    package var resourceVersion: String?
    package var timeoutSeconds: Int?
    package var bookmarks: Bool

    package init(
        _ selection: Selection = Selection(), resourceVersion: String? = nil, timeoutSeconds: Int? = nil,
        bookmarks: Bool = true
    ) {
        self.selection = selection
        self.resourceVersion = resourceVersion
        self.timeoutSeconds = timeoutSeconds
        self.bookmarks = bookmarks
    }

    var parameters: [(String, String)] {
        var parameters = [("watch", "true")] + selection.parameters
        if let resourceVersion { parameters.append(("resourceVersion", resourceVersion)) }
        if let timeoutSeconds { parameters.append(("timeoutSeconds", String(timeoutSeconds))) }
        if bookmarks { parameters.append(("allowWatchBookmarks", "true")) }
        return parameters
    }
}

/// How a create, replace or patch is made.
package struct WriteOptions: Sendable, Hashable {
    package var fieldManager: String
    package var dryRun: Bool
    package var subresource: String?

    package init(fieldManager: String = "urumi", dryRun: Bool = false, subresource: String? = nil) {
        self.fieldManager = fieldManager
        self.dryRun = dryRun
        self.subresource = subresource
    }

    var parameters: [(String, String)] {
        [("fieldManager", fieldManager)] + (dryRun ? [("dryRun", "All")] : [])
    }
}
