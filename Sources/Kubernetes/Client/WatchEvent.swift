/// One line of a watch.
package enum WatchEvent<Object: Sendable>: Sendable {
    case added(Object)
    case modified(Object)
    case deleted(Object)
    /// Everything up to this resource version has been sent.
    case bookmark(resourceVersion: String)
    /// The watch ends here; a code of 410 asks for a new list.
    case error(Status)
}

/// A list's page, or all of its pages.
package struct ResourceList<Object: Sendable>: Sendable {
    package var items: [Object]
    /// Where a watch goes on from.
    package var resourceVersion: String
    /// Set when there's another page.
    package var continuation: String?

    package init(items: [Object] = [], resourceVersion: String = "", continuation: String? = nil) {
        self.items = items
        self.resourceVersion = resourceVersion
        self.continuation = continuation
    }
}
