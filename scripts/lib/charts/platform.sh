# shellcheck shell=bash disable=SC2034,SC2154
# The chart of urumi itself: what it lets urumi do, and that nothing opens by accident.

facts_platform() {
    uids=65532
    env_secrets=yes
}

# rules ROLE ARGUMENTS...: its rules, one a line: GROUPS RESOURCES NAMES VERBS
rules() {
    render "${@:2}" > "$work/rbac.yaml"
    as_json "$work/rbac.yaml" | python3 -c '
import json, sys
for thing in map(json.loads, sys.stdin):
    if thing["kind"] == "ClusterRole" and thing["metadata"]["name"] == sys.argv[1]:
        for rule in thing["rules"]:
            print(*(",".join(rule.get(part, ["-"])) or "core" for part in ("apiGroups", "resources", "resourceNames", "verbs")))' "$1"
}

least_privilege() {
    rules shop-platform > "$work/wide"
    rules shop-store-operator > "$work/operator"
    [[ -s $work/wide && -s $work/operator ]]
    # Cluster-wide: writes to nothing but namespaces, and to the bindings of one name.
    grep -E 'create|update|patch|delete|\*' "$work/wide" > "$work/writes"
    diff "$work/writes" - <<'WRITES'
core namespaces - get,list,watch,create,patch,delete
rbac.authorization.k8s.io rolebindings - create
rbac.authorization.k8s.io rolebindings urumi-operator get,patch,delete
WRITES
    grep -qx 'rbac.authorization.k8s.io clusterroles shop-store-operator bind' "$work/wide"
    ! grep -E 'secrets|configmaps|events|pods/|escalate|impersonate|\*' "$work/wide" || return 1
    # In a store's namespace: no roles, no shells, no tokens, no pods of its own.
    ! grep -E 'rbac\.|pods/exec|pods/attach|portforward|/token|escalate|impersonate|bind|\*' "$work/operator" || return 1
    ! grep -E ' pods - .*create' "$work/operator"
}

# Whatever the stores' charts render, the operator may apply, upgrade and remove.
covers_the_stores() {
    rules shop-store-operator > "$work/operator"
    local store
    for store in "$ROOT"/helm/*/; do
        [[ -f $store/Chart.yaml && $store != "$chart/" ]] || continue
        for version in 1.20.0 1.37.0; do
            "$helm" template shop "$store" --namespace store-shop --set existingSecret=given --kube-version "$version" > "$work/store.yaml"
            as_json "$work/store.yaml"
        done
    done | python3 -c '
import json, sys
rules = [line.split() for line in open(sys.argv[1])]
plural = {"Ingress": "ingresses", "NetworkPolicy": "networkpolicies"}
wrong, seen = set(), set()
for thing in map(json.loads, sys.stdin):
    if "helm.sh/hook" in thing["metadata"].get("annotations", {}):
        continue
    group = thing["apiVersion"].rpartition("/")[0] or "core"
    resource = plural.get(thing["kind"], thing["kind"].lower() + "s")
    seen.add(resource)
    for verb in ("get", "list", "watch", "create", "update", "patch", "delete"):
        if not any(group in groups.split(",") and resource in resources.split(",") and verb in verbs.split(",")
                   for groups, resources, names, verbs in rules):
            wrong.add(f"{verb} {group}/{resource}")
print("\n".join(sorted(wrong)))
sys.exit(bool(wrong) or len(seen) < 5)' "$work/operator"
}

opens_the_api() {
    local open=(--set api.existingSecret=given)
    lacks '^kind: Service$|^kind: Ingress$|containerPort|API_TOKEN'
    has 'serve, --listen, "127.0.0.1:8000"'
    has '^kind: Service$' "${open[@]}"
    has 'name: API_TOKEN' "${open[@]}"
    has 'serve, --listen, "0.0.0.0:8000"' "${open[@]}"
    lacks '^kind: Ingress$' "${open[@]}"
    has '^kind: Ingress$' "${open[@]}" --set api.ingress.enabled=true --set api.ingress.host=u.example.org
    has 'cert-manager.io/cluster-issuer: le' "${open[@]}" --set api.ingress.enabled=true --set api.ingress.host=u.example.org --set api.ingress.tls.issuer=le
    has 'secretName: shop-tls' "${open[@]}" --set api.ingress.enabled=true --set api.ingress.host=u.example.org --set api.ingress.tls.issuer=le
}

admission_by_version() {
    local policy='^kind: ValidatingAdmissionPolicy$' version
    for version in 20 28 29; do lacks "$policy" --kube-version "1.$version.0"; done
    for version in 30 33 37; do has "$policy" --kube-version "1.$version.0"; done
    lacks "$policy" --kube-version 1.37.0 --set admissionPolicy=never
    has "$policy" --kube-version 1.29.0 --set admissionPolicy=always
    # As where a server was asked.
    lacks "$policy" --kube-version 1.37.0 --api-versions apps/v1/Deployment
    has "$policy" --kube-version 1.37.0 --api-versions apps/v1/Deployment --api-versions admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy
    has "startsWith\('abc-'\)" --kube-version 1.37.0 --set settings.namespacePrefix=abc-
    has "userInfo.username == 'system:serviceaccount:store-shop:shop'" --kube-version 1.37.0
}

network_by_values() {
    has 'policyTypes: \[Ingress, Egress\]'
    has 'ingress: \[\]'
    has 'kubernetes.io/metadata.name: traefik' --set settings.ingressNamespace=traefik
    has 'cidr: 10.0.0.1/32' --set 'networkPolicy.apiServer.cidrs={10.0.0.1/32}'
    lacks '^kind: NetworkPolicy$' --set networkPolicy.enabled=false
}

tells_urumi() {
    has 'name: IN_CLUSTER, value: "true"'
    has 'name: URUMI_OPERATOR_ROLE, value: "shop-store-operator"'
    has 'name: URUMI_SERVICE_ACCOUNT, value: "store-shop/shop"'
    has 'name: MAX_STORES, value: "100000"' --set settings.maxStores=100000
    has 'name: TLS_ISSUER, value: "le"' --set settings.tlsIssuer=le
    lacks 'name: TLS_ISSUER'
    has 'name: PUBLIC_PORT, value: "8080"' --set settings.publicPort=8080
    lacks 'name: PUBLIC_PORT'
    has 'type: Recreate'
    has 'helm.sh/resource-policy: keep'
}

# One that was made before its class was written down has the class of the values, as it always had.
keeps_an_older_claim() {
    beside_claim '{"metadata": {"annotations": {"a": "b"}}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "3Gi"}}}}' \
        --set persistence.storageClass=fast > "$work/beside.yaml"
    grep -q 'storageClassName: fast' "$work/beside.yaml"
}

rendered_platform() {
    RELEASE=a-platform-whose-name-is-as-long-as-helm-lets-it-b check "the API and its Ingress: restricted, complete" \
        examine '' --set api.existingSecret=given --set api.ingress.enabled=true --set api.ingress.host=u.example.org
    check "Kubernetes 1.20" examine '' --kube-version 1.20.0
    check "a volume that is there stays as it was made" keeps_its_claim shop-state --set persistence.storageClass=fast,persistence.size=9Gi
    check "so does one of an older chart" keeps_an_older_claim
    check "the least privilege" least_privilege
    check "what the stores' charts make is the operator's to make" covers_the_stores
    check "the API opens only with a token" opens_the_api
    check "the admission policy where the server has it" admission_by_version
    check "network policy" network_by_values
    check "urumi is told what it is" tells_urumi
    check "refuses an Ingress without a token" refuses api.existingSecret --set api.ingress.enabled=true --set api.ingress.host=u.example.org
    check "refuses an Ingress without a host" refuses api.ingress.host --set api.existingSecret=given --set api.ingress.enabled=true
    check "refuses a prefix of everything" refuses namespacePrefix --set settings.namespacePrefix=
    check "refuses a prefix that no namespace may have" refuses namespacePrefix --set settings.namespacePrefix="x'y"
    check "refuses no stores" refuses maxStores --set settings.maxStores=0
    check "refuses a wrong choice" refuses admissionPolicy --set admissionPolicy=maybe
    check "refuses resources without limits" refuses limits --set resources.limits=null
}
