/// Small workloads, as JSON.
enum Manifest {
    static func deployment(
        _ name: String, replicas: Int = 1, image: String = "nginx:1", annotations: [String: String] = [:]
    ) -> String {
        """
        {"metadata": {"name": "\(name)", "labels": {"app": "\(name)"}},
         "spec": {"replicas": \(replicas), "selector": {"matchLabels": {"app": "\(name)"}},
                  "template": \(template(app: name, image: image, annotations: annotations))}}
        """
    }

    static func statefulSet(_ name: String) -> String {
        """
        {"metadata": {"name": "\(name)"},
         "spec": {"serviceName": "\(name)", "selector": {"matchLabels": {"app": "\(name)"}},
                  "template": \(template(app: name)),
                  "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {
                      "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]}}
        """
    }

    static func job(_ name: String, annotations: [String: String] = [:]) -> String {
        """
        {"metadata": {"name": "\(name)"},
         "spec": {"backoffLimit": 0, "template": \(template(
             app: name, annotations: annotations, extra: #""restartPolicy": "Never","#))}}
        """
    }

    static func pod(_ name: String, resources: String = "{}") -> String {
        """
        {"metadata": {"name": "\(name)"},
         "spec": {"containers": [{"name": "main", "image": "nginx:1", "resources": \(resources)}]}}
        """
    }

    private static func template(
        app: String, image: String = "nginx:1", annotations: [String: String] = [:], extra: String = ""
    ) -> String {
        let annotations = annotations.map { #""\#($0.key)": "\#($0.value)""# }.joined(separator: ", ")
        return """
            {"metadata": {"labels": {"app": "\(app)"}, "annotations": {\(annotations)}},
             "spec": {\(extra) "containers": [{"name": "main", "image": "\(image)"}]}}
            """
    }
}
