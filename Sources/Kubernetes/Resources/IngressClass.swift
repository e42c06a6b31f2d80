/// An ingress class; `isDefault` as its annotation says.
package struct IngressClass: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .ingressClasses }

    package var metadata: ObjectMeta
    package var controller: String?

    package var isDefault: Bool {
        metadata.annotations["ingressclass.kubernetes.io/is-default-class"] == "true"
    }

    private enum Key: CodingKey { case metadata, spec }
    private struct Spec: Decodable { var controller: String? }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        controller = try container.decodeIfPresent(Spec.self, forKey: .spec)?.controller
    }
}
