#!/usr/bin/env bash
# The chart `platform` on the cluster of KUBECONFIG: urumi with that service account does its whole job, with Helm 3
# and 4, and is refused everything else. Needs an administrator's KUBECONFIG and HELM3, HELM4 and KUBECTL, or
# their names on PATH; as root, urumi runs as in a pod (IN_CLUSTER), else by a kubeconfig with the same token.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
kubectl=${KUBECTL:-kubectl}
admin=${KUBECONFIG:?the kubeconfig of an administrator}
world
NAMESPACE=urumi-platform-$$
RELEASE=urumi-$$
PREFIX=rbac$$-
ROLE=$RELEASE-store-operator
ACCOUNT=system:serviceaccount:$NAMESPACE:$RELEASE
PATIENCE=120
export KUBECONFIG=$WORLD/kubeconfig URUMI_SHARE=$REPOSITORY
k() { "$kubectl" --kubeconfig "$admin" "$@"; }
kt() { "$kubectl" --kubeconfig "$WORLD/kubeconfig" "$@"; }
no_workers() { [ -z "$(pids_of_world 'urumi worker')" ]; }
stop_workers() {
  # shellcheck disable=SC2046
  kill -TERM $(pids_of_world 'urumi worker') 2>/dev/null
  within 20 no_workers
}
no_namespace() { ! k get namespace "$1"; }

clean() {
  local name
  "$helm" --kubeconfig "$admin" uninstall "$RELEASE" -n "$NAMESPACE" >/dev/null 2>&1
  for name in $(k get namespaces -o name | grep -E "^namespace/($PREFIX|$NAMESPACE\$)"); do
    k delete "$name" --wait=false >/dev/null 2>&1
  done
  k delete clusterrole,clusterrolebinding -l "app.kubernetes.io/instance=$RELEASE" >/dev/null 2>&1
  end_world
}
trap clean EXIT

# What there is in the cluster, apart from what comes and goes by itself or by others' tests.
inventory() {
  k get clusterroles,clusterrolebindings -o name | grep -v '/urumi-[0-9]' | sort
  k get serviceaccounts,rolebindings,roles,configmaps,secrets,persistentvolumeclaims,deployments.apps \
    --all-namespaces -o 'jsonpath={range .items[*]}{.kind}/{.metadata.namespace}/{.metadata.name}{"\n"}{end}' |
    grep -E "/(default|kube-system|kube-public)/" | grep -v 'leader\|token-' | sort
}

helm=${HELM4:-helm}
inventory >"$WORLD/before"
echo "the chart, by bare Helm $("$helm" version --template '{{.Version}}')"
install() {
  "$helm" --kubeconfig "$admin" upgrade --install "$RELEASE" "$REPOSITORY/helm/platform" -n "$NAMESPACE" --create-namespace \
    --set "settings.namespacePrefix=$PREFIX" "$@"
}
expect 0 "is installed" install
expect 0 "is upgraded to one with the API and its Ingress" install --set api.existingSecret=api \
  --set api.ingress.enabled=true --set api.ingress.host=urumi.example.org
expect 0 "its objects are there" k get -n "$NAMESPACE" -o name \
  deployment,service,ingress,networkpolicy,serviceaccount,persistentvolumeclaim
check "all of them" test "$(grep -c "/$RELEASE\(-state\)\?\$" <<<"$OUT")" = 6
k create secret generic api -n "$NAMESPACE" --from-literal=token=a-token-of-the-test >/dev/null

token=$(k create token "$RELEASE" -n "$NAMESPACE" --duration 1h)
server=$(k config view --raw --minify -o 'jsonpath={.clusters[0].cluster.server}')
k config view --raw --minify --flatten -o 'jsonpath={.clusters[0].cluster.certificate-authority-data}' |
  base64 -d >"$WORLD/ca.crt"
(
  umask 077
  kt config set-cluster platform --server "$server" --certificate-authority "$WORLD/ca.crt" --embed-certs
  kt config set-credentials platform --token "$token"
  kt config set-context platform --cluster platform --user platform
  kt config use-context platform
) >/dev/null

# What the chart's Deployment says of its container, but for the pod's own paths.
while IFS='=' read -r name value; do
  case $name in NAMESPACE_PREFIX | URUMI_*) export "$name=$value" ;; esac
done < <(k get deployment "$RELEASE" -n "$NAMESPACE" -o \
  'jsonpath={range .spec.template.spec.containers[0].env[*]}{.name}={.value}{"\n"}{end}')
check "it tells urumi its role and its account" test "$URUMI_OPERATOR_ROLE $URUMI_SERVICE_ACCOUNT" = "$ROLE $NAMESPACE/$RELEASE"

# in_pod COMMAND...: with the files and variables that a pod has, and no kubeconfig.
in_pod() {
  local address=${server#https://}
  # shellcheck disable=SC2016
  env -u KUBECONFIG IN_CLUSTER=true KUBERNETES_SERVICE_HOST="${address%:*}" KUBERNETES_SERVICE_PORT="${address##*:}" \
    TOKEN="$token" CA="$WORLD/ca.crt" POD_NAMESPACE="$NAMESPACE" unshare --mount sh -c '
      mount -t tmpfs none /run && cd /run && mkdir -p secrets/kubernetes.io/serviceaccount &&
      cd secrets/kubernetes.io/serviceaccount && cp "$CA" ca.crt && printf %s "$TOKEN" >token &&
      printf %s "$POD_NAMESPACE" >namespace && unset TOKEN && cd "$PWD_BEFORE" && exec "$@"' sh "$@"
}
export PWD_BEFORE=$PWD
as_pod() { [[ $server =~ ^https://[^/]*:[0-9]+$ ]] && [ "$(id -u)" = 0 ] && in_pod true 2>/dev/null; }
u() { if [ "$IDENTITY" = pod ]; then in_pod urumi "$@"; else urumi "$@"; fi; }

whole_job() { # whole_job NAME archive|upgrade: of urumi with the service account's rights alone
  local store=$1 namespace=$PREFIX$1
  expect 0 "create --wait" u create "$store" --engine woocommerce --wait -o json
  is_json "a store that is ready" '.status == "ready"'
  expect 0 "its namespace has the binding" k get rolebinding urumi-operator -n "$namespace" -o json
  is_json "to the one role" ".roleRef.name == \"$ROLE\" and (.subjects | length) == 1 and .subjects[0].name == \"$RELEASE\""
  expect 0 "and its guardrails" k get resourcequota,limitrange,networkpolicy -n "$namespace" -o json
  is_json "all of them" '[.items[].metadata.name] | contains(["urumi-quota", "urumi-limits", "urumi-default-deny",
    "urumi-within-store", "urumi-dns", "urumi-from-ingress", "urumi-to-internet", "urumi-acme-solver"])'
  expect 0 "list" u list -o json
  is_json "shows it" "any(.[]; .name == \"$store\" and .status == \"ready\")"
  expect 0 "show" u show "$store" -o json
  expect 0 "pods" u pods "$store" -o json
  is_json "shows those that are ready" '([.[] | select(.status == "ready")] | length) >= 2'
  expect 0 "events" u events "$store" -o json
  expect 0 "credentials" u credentials "$store" -o json
  is_json "shows the administrator's" 'any(.[]; .key == "admin-password" and (.value | length) == 24)'
  local password
  password=$(jq -r '.[] | select(.key == "admin-password").value' <<<"$OUT")

  # A lost database and a binding that somebody removed: the store is found and worked on again.
  stop_workers
  rm -rf "$XDG_STATE_HOME/urumi"
  k delete rolebinding urumi-operator -n "$namespace" >/dev/null
  expect 0 "adopt after the loss of the database and of the binding" u adopt -o json
  expect 0 "list" u list -o json
  is_json "shows it, ready, and nobody else's" "length == 1 and .[0].name == \"$store\" and .[0].status == \"ready\""
  expect 0 "its credentials" u credentials "$store" -o json
  is_json "are as they were" "any(.[]; .value == \"$password\")"

  if [ "$2" = archive ]; then
    expect 0 "delete --keep-data" u delete "$store" --keep-data --yes --wait
    expect 0 "create again" u create "$store" --engine woocommerce --wait
    expect 0 "its credentials" u credentials "$store" -o json
    is_json "were kept" "any(.[]; .value == \"$password\")"
  else
    expect 0 "upgrade --wait to another size" u upgrade "$store" --size medium --wait
    expect 0 "its quota" k get resourcequota urumi-quota -n "$namespace" -o json
    is_json "is that size's" '.spec.hard["requests.storage"] == "80Gi"'
    expect 0 "history" u history "$store" -o json
    expect 0 "rollback --wait" u rollback "$store" 1 --wait
  fi

  k create namespace "${PREFIX}foreign" >/dev/null
  run u create foreign --engine woocommerce --wait
  check "a namespace that isn't its own fails the create" test "$CODE" = 1
  check "gets no binding" eval "! k get rolebinding urumi-operator -n ${PREFIX}foreign"
  run u delete foreign --yes --wait
  check "and is not deleted with the record" k get namespace "${PREFIX}foreign"
  k delete namespace "${PREFIX}foreign" --wait=false >/dev/null

  expect 0 "delete --wait" u delete "$store" --yes --wait
  check "nothing of it is left" no_namespace "$namespace"
}
for HELM_BINARY in "${HELM3:-}" "${HELM4:-}"; do
  [ -n "$HELM_BINARY" ] || continue
  export HELM_BINARY XDG_STATE_HOME=$WORLD/state-${HELM_BINARY##*/}
  IDENTITY=kubeconfig part=archive
  [ "$HELM_BINARY" != "${HELM4:-}" ] || part=upgrade
  if [ "$HELM_BINARY" = "${HELM4:-}" ] && as_pod; then IDENTITY=pod; fi
  echo "the whole job, by Helm $("$HELM_BINARY" version --template '{{.Version}}') and the identity of a $IDENTITY"
  whole_job "shop-${HELM_BINARY##*/}" "$part"
done

echo "what is refused"
# Two stores' namespaces: one that urumi is bound in, one that it has nothing to do with.
k create namespace "${PREFIX}bound" >/dev/null
k create namespace "${PREFIX}other" >/dev/null
k create rolebinding urumi-operator -n "${PREFIX}bound" --clusterrole "$ROLE" --serviceaccount "$NAMESPACE:$RELEASE" >/dev/null
k create secret generic theirs -n "${PREFIX}other" --from-literal=a=b >/dev/null
answer() { # answer METHOD PATH [BODY [HEADER]]: the status code, and nothing changes where it's allowed
  local query=dryRun=All type=application/json
  [ "$1" != GET ] || query=limit=1
  [ "$1" != PATCH ] || type=application/merge-patch+json
  curl -s --max-time 20 --cacert "$WORLD/ca.crt" -o "$WORLD/answer" -w '%{http_code}' -X "$1" \
    -H "Content-Type: $type" -H @<(echo "Authorization: Bearer $token") ${4:+-H "$4"} ${3:+-d "$3"} "$server$2?$query"
}
allowed() { # allowed TITLE METHOD PATH [BODY]: so that a refusal means something
  local title=$1 code
  shift
  code=$(answer "$@")
  if [[ $code = 2* ]]; then ok "allowed: $title"; else bad "allowed: $title" "$code $(cat "$WORLD/answer")"; fi
}
REFUSED=0
refused() { # refused TITLE METHOD PATH [BODY [HEADER]]
  local title=$1 code
  shift
  code=$(answer "$@")
  REFUSED=$((REFUSED + 1))
  if [ "$code" = 403 ]; then ok "refused: $title"; else bad "refused: $title" "$code $(cat "$WORLD/answer")"; fi
}
cannot() { # cannot VERB RESOURCE [OPTIONS]: by kubectl auth can-i
  if [ "$(kt auth can-i "$@" 2>/dev/null)" = no ]; then ok "can-i: no, $*"; else bad "can-i: $*"; fi
}
named() { echo "{\"metadata\":{\"name\":\"${1:-x}\"}${2:-}}"; }
rbac=/apis/rbac.authorization.k8s.io/v1
binding() { # binding NAME ROLE
  named "$1" ",\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\"ClusterRole\",\"name\":\"$2\"},\"subjects\":[{\"kind\":\"ServiceAccount\",\"name\":\"$RELEASE\",\"namespace\":\"$NAMESPACE\"}]"
}
everything='"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]'
container='"spec":{"containers":[{"name":"x","image":"x"}]}'
core=/api/v1/namespaces

allowed "its stores' Secrets" GET "$core/${PREFIX}bound/secrets"
allowed "a Secret in a store's namespace" POST "$core/${PREFIX}bound/secrets" "$(named)"
allowed "pods of the whole cluster, to be shown" GET /api/v1/pods
allowed "binding its one role" POST "$rbac/namespaces/${PREFIX}other/rolebindings" "$(binding urumi-operator "$ROLE")"

refused "Secrets of the whole cluster" GET /api/v1/secrets
refused "watching them" GET /api/v1/watch/secrets
refused "Secrets in kube-system" GET "$core/kube-system/secrets"
refused "Secrets in default" GET "$core/default/secrets"
refused "its own API token's Secret" GET "$core/$NAMESPACE/secrets/api"
refused "another store's Secret without a binding" GET "$core/${PREFIX}other/secrets/theirs"
refused "writing a Secret without a binding" POST "$core/${PREFIX}other/secrets" "$(named)"
refused "ConfigMaps of the whole cluster" GET /api/v1/configmaps
refused "a ConfigMap in default" POST "$core/default/configmaps" "$(named)"
refused "a Deployment without a binding" POST "/apis/apps/v1/namespaces/${PREFIX}other/deployments" "$(named)"
refused "deleting volumes in default" DELETE "$core/default/persistentvolumeclaims/x"
refused "a pod in default" POST "$core/default/pods" "$(named x ",$container")"
refused "a pod beside its own" POST "$core/$NAMESPACE/pods" "$(named x ",$container")"
refused "a pod in a store's namespace" POST "$core/${PREFIX}bound/pods" "$(named x ",$container")"
refused "a shell in a pod of kube-system" POST "$core/kube-system/pods/x/exec"
refused "a shell in a store's pod" POST "$core/${PREFIX}bound/pods/x/exec"
refused "ports of a pod in kube-system" POST "$core/kube-system/pods/x/portforward"
refused "logs in kube-system" GET "$core/kube-system/pods/x/log"
refused "events of the whole cluster" GET /api/v1/events
refused "changing its own Deployment" PATCH "/apis/apps/v1/namespaces/$NAMESPACE/deployments/$RELEASE" "$(named "$RELEASE")"
refused "a ClusterRoleBinding" POST "$rbac/clusterrolebindings" "$(binding x cluster-admin)"
refused "changing its own ClusterRoleBinding" PATCH "$rbac/clusterrolebindings/$RELEASE-platform" "$(named "$RELEASE-platform")"
refused "binding cluster-admin in a store's namespace" POST "$rbac/namespaces/${PREFIX}bound/rolebindings" "$(binding y cluster-admin)"
refused "binding admin in a store's namespace" POST "$rbac/namespaces/${PREFIX}bound/rolebindings" "$(binding y admin)"
refused "binding edit in a store's namespace" POST "$rbac/namespaces/${PREFIX}bound/rolebindings" "$(binding y edit)"
refused "binding view in kube-system" POST "$rbac/namespaces/kube-system/rolebindings" "$(binding y view)"
refused "changing another's RoleBinding" PATCH "$rbac/namespaces/kube-system/rolebindings/system:controller:token-cleaner" '{"subjects":[]}'
refused "widening its own role" PATCH "$rbac/clusterroles/$RELEASE-platform" "{$everything}"
refused "widening the operator's role" PATCH "$rbac/clusterroles/$ROLE" "{$everything}"
refused "a ClusterRole" POST "$rbac/clusterroles" "$(named x ",$everything")"
refused "a Role in a store's namespace" POST "$rbac/namespaces/${PREFIX}bound/roles" "$(named x ",$everything")"
refused "acting as somebody else" GET "$core/kube-system/secrets" '' 'Impersonate-User: admin'
refused "acting as another service account" GET "$core/kube-system/secrets" '' 'Impersonate-User: system:serviceaccount:kube-system:default'
refused "a token of another's service account" POST "$core/kube-system/serviceaccounts/default/token" '{"spec":{}}'
refused "a longer token of its own" POST "$core/$NAMESPACE/serviceaccounts/$RELEASE/token" '{"spec":{}}'
refused "a token in a store's namespace" POST "$core/${PREFIX}bound/serviceaccounts/default/token" '{"spec":{}}'
refused "deleting nodes" DELETE /api/v1/nodes/x
refused "changing nodes" PATCH /api/v1/nodes/x "$(named)"
refused "the kubelet through a node" GET /api/v1/nodes/x/proxy/pods
refused "PersistentVolumes" POST /api/v1/persistentvolumes "$(named)"
refused "StorageClasses" POST /apis/storage.k8s.io/v1/storageclasses "$(named)"
refused "admission webhooks" POST /apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations "$(named)"
refused "CustomResourceDefinitions" POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions "$(named)"
refused "APIServices" POST /apis/apiregistration.k8s.io/v1/apiservices "$(named)"
refused "certificates of the cluster" POST /apis/certificates.k8s.io/v1/certificatesigningrequests "$(named)"
refused "PriorityClasses" POST /apis/scheduling.k8s.io/v1/priorityclasses "$(named)"
refused "finalizing a namespace" PUT "$core/kube-system/finalize" "$(named kube-system)"
refused "leases in kube-system" GET /apis/coordination.k8s.io/v1/namespaces/kube-system/leases
check "more than 20 of them ($REFUSED)" test "$REFUSED" -ge 20

cannot get secrets --all-namespaces
cannot list secrets -n kube-system
cannot get "secrets/api" -n "$NAMESPACE"
cannot create clusterrolebindings
cannot bind clusterroles/cluster-admin
cannot escalate clusterroles
cannot patch "clusterroles/$ROLE"
cannot create pods -n default
cannot create pods/exec -n kube-system
cannot create serviceaccounts/token -n kube-system
cannot impersonate users
cannot delete nodes
cannot create persistentvolumes
cannot create validatingwebhookconfigurations.admissionregistration.k8s.io
cannot create customresourcedefinitions.apiextensions.k8s.io
cannot create roles -n "${PREFIX}bound"
cannot update namespaces
cannot '*' '*'

# What RBAC can't say.
if k get validatingadmissionpolicies >/dev/null 2>&1; then
  guarded() { refused "$@" && grep -q "$RELEASE-stores-only" "$WORLD/answer"; }
  guarded "binding itself in kube-system" POST "$rbac/namespaces/kube-system/rolebindings" "$(binding urumi-operator "$ROLE")"
  guarded "deleting a namespace of others" DELETE "$core/default"
  guarded "deleting a namespace of its prefix that is no store's" DELETE "$core/${PREFIX}other"
  guarded "a namespace without its prefix" POST /api/v1/namespaces "$(named another)"
  guarded "a namespace of its prefix without a store" POST /api/v1/namespaces "$(named "${PREFIX}x")"
else
  echo "  skip  this server has no ValidatingAdmissionPolicy, without which RBAC lets $ACCOUNT"
  echo "        delete any namespace, and bind itself to $ROLE in any; see helm/platform/README.md"
fi

echo "nothing stays"
k delete namespace "${PREFIX}bound" "${PREFIX}other" --wait=false >/dev/null
expect 0 "the chart is uninstalled" "$helm" --kubeconfig "$admin" uninstall "$RELEASE" -n "$NAMESPACE"
check "the records stay" k get persistentvolumeclaim "$RELEASE-state" -n "$NAMESPACE"
k delete namespace "$NAMESPACE" --wait=false >/dev/null
gone() { ! k get namespaces -o name | grep -E "^namespace/($PREFIX|$NAMESPACE\$)"; }
eventually "the namespaces are gone" gone
inventory >"$WORLD/after"
check "the cluster is as it was before" diff "$WORLD/before" "$WORLD/after"
check "with no role of the chart" eval "! k get clusterroles,clusterrolebindings -o name | grep -w $RELEASE"
results
