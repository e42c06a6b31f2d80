/// The admission plugins that the cluster runs, in the order of a real API server.
package enum AdmissionChain {
    package static let standard: [any AdmissionPlugin] = [
        NamespaceLifecycle(), LimitRanger(), ServiceAccountAdmission(), DefaultClasses(), PodSecurity(),
        QuotaAdmission(),
    ]
}
