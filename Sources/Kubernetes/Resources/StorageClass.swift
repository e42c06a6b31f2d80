/// A storage class; `isDefault` as its annotation says.
package struct StorageClass: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .storageClasses }

    package var metadata: ObjectMeta
    package var provisioner: String?
    package var volumeBindingMode: String?
    package var allowVolumeExpansion: Bool?

    package var isDefault: Bool {
        metadata.annotations["storageclass.kubernetes.io/is-default-class"] == "true"
    }
}
