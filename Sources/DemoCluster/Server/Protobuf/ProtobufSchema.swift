/// The messages of the Kubernetes API that clients send as protocol buffers, as `generated.proto` of
/// k8s.io/api has them. Only fields that such clients set are here.
enum ProtobufSchema {
    enum Element: Sendable { case string, bytes, quantity }

    enum FieldType: Sendable {
        case string, time, microTime, quantity, integerOrString
        /// What the server decides itself, such as a status.
        case ignored
        case integer(keepsZero: Bool)
        case bool(keepsFalse: Bool)
        case map(Element)
        case message(String)
    }

    struct Field: Sendable {
        let name: String
        let type: FieldType
        let isRepeated: Bool
    }

    static let messages: [String: [Int: Field]] = definitions.mapValues(fields)

    /// `number name type`, with `[]` for lists and `?` for numbers that count when they're zero.
    private static func fields(_ definition: String) -> [Int: Field] {
        var fields: [Int: Field] = [:]
        for part in definition.split(separator: ",") {
            let words = part.split(separator: " ").map(String.init)
            guard words.count == 3, let number = Int(words[0]) else { continue }
            let isRepeated = words[2].hasSuffix("[]")
            let type = isRepeated ? String(words[2].dropLast(2)) : words[2]
            fields[number] = Field(name: words[1], type: fieldType(type), isRepeated: isRepeated)
        }
        return fields
    }

    private static func fieldType(_ text: String) -> FieldType {
        switch text {
        case "string": .string
        case "time": .time
        case "microtime": .microTime
        case "quantity": .quantity
        case "intorstring": .integerOrString
        case "ignored": .ignored
        case "int": .integer(keepsZero: false)
        case "int?": .integer(keepsZero: true)
        case "bool": .bool(keepsFalse: false)
        case "bool?": .bool(keepsFalse: true)
        case "map": .map(.string)
        case "bytesmap": .map(.bytes)
        case "quantitymap": .map(.quantity)
        default: .message(text)
        }
    }

    private static let definitions: [String: String] = [
        "ObjectMeta": """
        1 name string,2 generateName string,3 namespace string,4 selfLink string,5 uid string,\
        6 resourceVersion string,7 generation int,8 creationTimestamp time,9 deletionTimestamp time,\
        10 deletionGracePeriodSeconds int?,11 labels map,12 annotations map,\
        13 ownerReferences OwnerReference[],14 finalizers string[],17 managedFields ManagedFields[]
        """,
        "ManagedFields": """
        1 manager string,2 operation string,3 apiVersion string,4 time time,6 fieldsType string,\
        7 fieldsV1 FieldsV1,8 subresource string
        """,
        "FieldsV1": "1 Raw string",
        "OwnerReference": """
        1 kind string,3 name string,4 uid string,5 apiVersion string,6 controller bool?,\
        7 blockOwnerDeletion bool?
        """,
        "Secret": "1 metadata ObjectMeta,2 data bytesmap,3 type string,4 stringData map,5 immutable bool?",
        "ConfigMap": "1 metadata ObjectMeta,2 data map,3 binaryData bytesmap,4 immutable bool?",
        "Namespace": "1 metadata ObjectMeta,2 spec NamespaceSpec,3 status NamespaceStatus",
        "NamespaceSpec": "1 finalizers string[]",
        "NamespaceStatus": "1 phase string",
        "ServiceAccount": """
        1 metadata ObjectMeta,2 secrets ObjectReference[],3 imagePullSecrets LocalObjectReference[],\
        4 automountServiceAccountToken bool?
        """,
        "ObjectReference": """
        1 kind string,2 namespace string,3 name string,4 uid string,5 apiVersion string,\
        6 resourceVersion string,7 fieldPath string
        """,
        "LocalObjectReference": "1 name string",
        "DeleteOptions": """
        1 gracePeriodSeconds int?,2 preconditions Preconditions,3 orphanDependents bool?,\
        4 propagationPolicy string,5 dryRun string[]
        """,
        "Preconditions": "1 uid string,2 resourceVersion string",
        "Eviction": "1 metadata ObjectMeta,2 deleteOptions DeleteOptions",
        "Scale": "1 metadata ObjectMeta,2 spec ScaleSpec,3 status ScaleStatus",
        "ScaleSpec": "1 replicas int?",
        "ScaleStatus": "1 replicas int,2 selector string",
        "Lease": "1 metadata ObjectMeta,2 spec LeaseSpec",
        "LeaseSpec": """
        1 holderIdentity string,2 leaseDurationSeconds int?,3 acquireTime microtime,4 renewTime microtime,\
        5 leaseTransitions int?
        """,
        "ResourceQuota": "1 metadata ObjectMeta,2 spec ResourceQuotaSpec,3 status ResourceQuotaStatus",
        "ResourceQuotaSpec": "1 hard quantitymap,2 scopes string[]",
        "ResourceQuotaStatus": "1 hard quantitymap,2 used quantitymap",
        "Service": "1 metadata ObjectMeta,2 spec ServiceSpec,3 status ignored",
        "ServiceSpec": """
        1 ports ServicePort[],2 selector map,3 clusterIP string,4 type string,5 externalIPs string[],\
        7 sessionAffinity string,8 loadBalancerIP string,10 externalName string
        """,
        "ServicePort": """
        1 name string,2 protocol string,3 port int,4 targetPort intorstring,5 nodePort int,\
        6 appProtocol string
        """,
        "Deployment": "1 metadata ObjectMeta,2 spec DeploymentSpec,3 status ignored",
        "DeploymentSpec": """
        1 replicas int?,2 selector LabelSelector,3 template PodTemplateSpec,4 strategy DeploymentStrategy,\
        5 minReadySeconds int,6 revisionHistoryLimit int?,7 paused bool,9 progressDeadlineSeconds int?
        """,
        "DeploymentStrategy": "1 type string,2 rollingUpdate RollingUpdate",
        "RollingUpdate": "1 maxUnavailable intorstring,2 maxSurge intorstring",
        "LabelSelector": "1 matchLabels map,2 matchExpressions LabelSelectorRequirement[]",
        "LabelSelectorRequirement": "1 key string,2 operator string,3 values string[]",
        "Job": "1 metadata ObjectMeta,2 spec JobSpec,3 status ignored",
        "JobSpec": """
        1 parallelism int?,2 completions int?,3 activeDeadlineSeconds int?,4 selector LabelSelector,\
        5 manualSelector bool?,6 template PodTemplateSpec,7 backoffLimit int?,8 ttlSecondsAfterFinished int?
        """,
        "CronJob": "1 metadata ObjectMeta,2 spec CronJobSpec,3 status ignored",
        "CronJobSpec": """
        1 schedule string,2 startingDeadlineSeconds int?,3 concurrencyPolicy string,4 suspend bool?,\
        5 jobTemplate JobTemplateSpec,6 successfulJobsHistoryLimit int?,7 failedJobsHistoryLimit int?
        """,
        "JobTemplateSpec": "1 metadata ObjectMeta,2 spec JobSpec",
        "PodTemplateSpec": "1 metadata ObjectMeta,2 spec PodSpec",
        "PodSpec": """
        2 containers Container[],3 restartPolicy string,4 terminationGracePeriodSeconds int?,\
        5 activeDeadlineSeconds int?,6 dnsPolicy string,7 nodeSelector map,8 serviceAccountName string,\
        20 initContainers Container[]
        """,
        "Container": """
        1 name string,2 image string,3 command string[],4 args string[],5 workingDir string,\
        6 ports ContainerPort[],7 env EnvVar[],8 resources ResourceRequirements,\
        13 terminationMessagePath string,14 imagePullPolicy string,20 terminationMessagePolicy string
        """,
        "ContainerPort": "1 name string,2 hostPort int,3 containerPort int,4 protocol string,5 hostIP string",
        "EnvVar": "1 name string,2 value string",
        "ResourceRequirements": "1 limits quantitymap,2 requests quantitymap",
    ]
}
