import Foundation
import Kubernetes
import Testing

@testable import Provisioning

@Suite("Which ingress controller serves a store")
struct IngressControllerTests {
    private static let traefik = "traefik.io/ingress-controller"
    private static let nginx = "k8s.io/ingress-nginx"

    @Test("the pods of the controller that the class names")
    func named() throws {
        let classes = [
            try ingressClass("traefik", Self.traefik, isDefault: true), try ingressClass("nginx", Self.nginx),
        ]
        #expect(try serving("nginx", of: classes) == ["ingress-nginx"])
        #expect(try serving("traefik", of: classes) == ["kube-system"])
    }

    @Test("without a class of its own, the cluster's default, and else Traefik's")
    func byDefault() throws {
        let both = [
            try ingressClass("traefik", Self.traefik), try ingressClass("nginx", Self.nginx, isDefault: true),
        ]
        #expect(try serving(nil, of: both) == ["ingress-nginx"])
        #expect(
            try serving(
                nil, of: [ingressClass("nginx", Self.nginx), ingressClass("traefik", Self.traefik)])
                == ["kube-system"])
    }

    @Test("where the class doesn't tell, all of them and no others")
    func untold() throws {
        let all = ["ingress-nginx", "kube-system"]
        #expect(try serving("nginx", of: []) == all)
        #expect(try serving(nil, of: [ingressClass("nginx", Self.nginx)]) == all)
        #expect(try serving("own", of: [ingressClass("own", "example.org/own")]) == all)
        #expect(
            try serving("kong", of: [ingressClass("kong", "ingress-controllers.konghq.com/kong")]) == all)
        #expect(IngressController.serving("nginx", of: [], among: []).isEmpty)
    }

    private func serving(_ name: String?, of classes: [IngressClass]) throws -> [String?] {
        let pods = [try pod("traefik", in: "kube-system"), try pod("ingress-nginx", in: "ingress-nginx")]
        return IngressController.serving(name, of: classes, among: pods).map(\.metadata.namespace)
            .sorted { ($0 ?? "") < ($1 ?? "") }
    }

    private func pod(_ name: String, in namespace: String) throws -> Pod {
        let object: JSONValue = [
            "metadata": [
                "name": .string(name), "namespace": .string(namespace), "uid": .string(name),
                "labels": ["app.kubernetes.io/name": .string(name)],
            ],
            "spec": ["containers": []], "status": [:],
        ]
        return try JSONDecoder().decode(Pod.self, from: Data(object.description.utf8))
    }

    private func ingressClass(
        _ name: String, _ controller: String, isDefault: Bool = false
    ) throws -> IngressClass {
        let object: JSONValue = [
            "metadata": [
                "name": .string(name),
                "annotations": ["ingressclass.kubernetes.io/is-default-class": .string("\(isDefault)")],
            ],
            "spec": ["controller": .string(controller)],
        ]
        return try JSONDecoder().decode(IngressClass.self, from: Data(object.description.utf8))
    }
}
