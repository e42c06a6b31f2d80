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
