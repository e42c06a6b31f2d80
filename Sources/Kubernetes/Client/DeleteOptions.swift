/// How an object is deleted.
package struct DeleteOptions: Sendable, Hashable {
    package enum Propagation: String, Sendable {
        case foreground = "Foreground", background = "Background", orphan = "Orphan"
    }

    /// Refuses (409) when the name now belongs to another object.
    package var uid: String?
    /// Refuses (409) when the object has changed since.
    package var resourceVersion: String?
    package var propagation: Propagation?
    package var gracePeriodSeconds: Int?
    package var dryRun: Bool

    package init(
        uid: String? = nil, resourceVersion: String? = nil, propagation: Propagation? = nil,
        gracePeriodSeconds: Int? = nil, dryRun: Bool = false
    ) {
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.propagation = propagation
        self.gracePeriodSeconds = gracePeriodSeconds
        self.dryRun = dryRun
    }

    var body: JSONValue {
        var body: JSONValue = ["kind": "DeleteOptions", "apiVersion": "v1"]
        var preconditions: JSONValue = [:]
        if let uid { preconditions["uid"] = .string(uid) }
        if let resourceVersion { preconditions["resourceVersion"] = .string(resourceVersion) }
        if preconditions != [:] { body["preconditions"] = preconditions }
        if let propagation { body["propagationPolicy"] = .string(propagation.rawValue) }
        if let gracePeriodSeconds { body["gracePeriodSeconds"] = .integer(Int64(gracePeriodSeconds)) }
        if dryRun { body["dryRun"] = ["All"] }
        return body
    }
}
