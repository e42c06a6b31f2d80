internal import Kubernetes

/// A Secret in which Helm keeps a release's revision, as far as its labels go.
struct ReleaseRecord: Resource {
    static var endpoint: ResourceEndpoint { .secrets }
    static var isMetadataOnly: Bool { true }

    var metadata: ObjectMeta
}
