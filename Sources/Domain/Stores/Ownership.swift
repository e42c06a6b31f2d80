/// The labels and annotations by which urumi knows its own objects.
package enum Ownership {
    /// Holds the store's id; on every object urumi or its charts make.
    package static let storeLabel = "urumi.dev/store"
    package static let partOfLabel = "app.kubernetes.io/part-of"
    package static let partOf = "urumi"
    /// Holds the job's id; on the namespace, the credentials Secret and the Helm release.
    package static let operation = "urumi.dev/operation"
    /// Holds the spec as JSON; an annotation of the namespace.
    package static let specAnnotation = "urumi.dev/spec"
    /// Holds the store's name; an annotation of the namespace.
    package static let nameAnnotation = "urumi.dev/name"
    /// Set to `true` on the namespace of a store deleted with its data kept.
    package static let archivedAnnotation = "urumi.dev/archived"
    /// Names on the namespace what serves in the store's release, as `KIND/NAME` with commas between.
    package static let workloadsAnnotation = "urumi.dev/workloads"
    /// Says on the namespace why the store's last job failed, for as long as that's its phase.
    package static let failureAnnotation = "urumi.dev/failure"
    /// Holds the release's name; an annotation that Helm puts on all that it makes.
    package static let helmReleaseAnnotation = "meta.helm.sh/release-name"
}
