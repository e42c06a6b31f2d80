#!/usr/bin/env bash
# charts.sh [CHART...]: the store charts on the cluster of KUBECONFIG (a real API server; a fake kubelet is enough),
# with each Helm of HELM3 and HELM4: what is rendered is valid, and install, upgrade, rollback, test, uninstall leave
# what they should. With CHARTS_ALONE=yes nobody else uses the cluster, and all its objects are compared.
#
# A chart is what scripts/lib/charts/CHART.sh says of it; its facts_CHART sets, beside what any.sh reads,
#   change   arguments of an upgrade that changes some value (an array)
#   image    arguments of an upgrade to another image (an array)
#   fixed    arguments that ask for what can't be changed afterwards, and must not break an upgrade (an array)
set -euo pipefail

ROOT=$(cd "$(dirname "$0")/../.." && pwd)
lib=$ROOT/scripts/lib/charts
# shellcheck source=../../scripts/lib/charts/harness.sh
. "$lib/harness.sh"
# shellcheck source=../../scripts/lib/charts/any.sh
. "$lib/any.sh"
kubectl=${KUBECTL:-kubectl}
prefix=chart-$$
longest=a-shop-whose-name-is-as-long-as-a-name-may-ever-be
clean_up() {
    "$kubectl" get namespace -o name | { grep "/$prefix-" || true; } | xargs -r "$kubectl" delete --wait=false > /dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT

k() { "$kubectl" --namespace "$namespace" "$@"; }
h() { "$helm" --namespace "$namespace" "$@"; }

# Every object of the cluster: kind, namespace, name, uid. Left out is what a cluster writes and drops by itself, and,
# where others are at work too, what they might be making.
everything() {
    local kind
    for kind in $("$kubectl" api-resources --verbs=list -o name | sort -u); do
        case $kind in events | events.* | leases.* | endpointslices.* | *.metrics.k8s.io) continue ;; esac
        "$kubectl" get "$kind" --all-namespaces -o go-template='{{range .items}}{{.kind}} {{or .metadata.namespace "-"}} {{.metadata.name}} {{.metadata.uid}}{{"\n"}}{{end}}' 2> /dev/null
    done | { if [[ ${CHARTS_ALONE:-} == yes ]]; then cat; else grep -E -- "$prefix| - " | grep -vE "^(Namespace|PersistentVolume|ClusterRole|ClusterRoleBinding) - " || true; fi; } | sort -u
}

# begin [SIZE]: the namespace with a quota that is just the footprint of a size, and the Secret that the chart asks for.
begin() {
    namespace=$prefix-$RANDOM
    "$kubectl" create namespace "$namespace" > /dev/null
    python3 - "$work/footprint.json" "$work/credentials.json" "${1:-}" > "$work/given.json" <<'PYTHON'
import base64, json, sys
keys = json.load(open(sys.argv[2]))
items = [{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "given"},
          "data": {key: base64.b64encode(b"x" * 32).decode() for key in keys}}]
if sys.argv[3]:
    hard = json.load(open(sys.argv[1]))[sys.argv[3]]["peak"]
    items.append({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "footprint"}, "spec": {"hard": hard}})
print(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
PYTHON
    k create -f "$work/given.json" > /dev/null
}

finish() {
    "$kubectl" delete namespace "$namespace" --timeout 120s > /dev/null
}

# What a release has made, without what Kubernetes adds and what each revision names anew.
objects() {
    k get deploy,sts,job,svc,ingress,cronjob,pvc,cm,sa,secret -o name 2> /dev/null |
        grep -vE 'default|kube-root|sh.helm|token|/given$|cron-[0-9]' | sed 's/setup-[0-9]*$/setup-N/' | sort
}
generations() { k get deploy,sts -o 'jsonpath={range .items[*]}{.metadata.name}={.metadata.generation} {end}'; }
wait=(--wait --wait-for-jobs --timeout 5m)
given_secret=(--set existingSecret=given --set storeId=an-id)

lives() { # lives RELEASE: install, upgrades, rollback, test, uninstall, install again
    local release=$1 first before
    h install "$release" "$chart" "${given_secret[@]}" "${wait[@]}"
    first=$(objects)
    before=$(generations)
    h upgrade "$release" "$chart" "${given_secret[@]}" "${wait[@]}"
    [[ $(generations) == "$before" ]] || { echo "an unchanged upgrade changed a workload: $before, then $(generations)"; return 1; }
    h upgrade "$release" "$chart" "${given_secret[@]}" "${wait[@]}" "${change[@]}"
    [[ $(generations) != "$before" ]] || { echo "a changed value changed no workload"; return 1; }
    h upgrade "$release" "$chart" "${given_secret[@]}" "${wait[@]}" "${image[@]}"
    if [[ ${#fixed[@]} -gt 0 ]]; then h upgrade "$release" "$chart" "${given_secret[@]}" "${wait[@]}" "${fixed[@]}"; fi
    h rollback "$release" 1 "${wait[@]}"
    diff <(echo "$first") <(objects)
    h test "$release"
    if k get events | grep -i 'exceeded quota'; then return 1; fi
    h uninstall "$release" --wait
    [[ -z $(objects | grep -v '^persistentvolumeclaim/' || true) ]] || { echo "left:"; objects; return 1; }
    [[ -n $(objects) ]] || { echo "no claim was kept"; return 1; }
    h install "$release" "$chart" "${given_secret[@]}" "${wait[@]}"
    h uninstall "$release" --wait
}

within() { # within SECONDS COMMAND...: until it succeeds
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [[ $SECONDS -lt $end ]] || return 1
        sleep 0.2
    done
}
all_ready() { [[ $(k get deploy,sts -o 'jsonpath={range .items[*]}{.spec.replicas}={.status.readyReplicas}{"\n"}{end}' | awk -F= '$1 != $2') == "" ]]; }

every_pod_starts() { # every_pod_starts SIZE: at the longest name
    local release=$longest
    h install "$release" "$chart" "${given_secret[@]}" "${wait[@]}" --set size="$1"
    # Helm takes an OnDelete StatefulSet for ready as soon as it's there.
    within 60 all_ready
    [[ $(k get job -l app.kubernetes.io/component=setup -o 'jsonpath={.items[*].status.succeeded}') == 1 ]]
    [[ $(k get ingress -o 'jsonpath={.items[*].spec.rules[*].host}') == "$release.localhost" ]]
    h uninstall "$release" --wait
}

# dry_run ARGUMENTS...: the API server takes every object that these render. A CronJob newer than the server goes by
# its older name; what no server of its age knows is left out.
dry_run() {
    "$helm" template shop "$chart" --namespace "$namespace" "${given_secret[@]}" "$@" > "$work/rendered.yaml"
    # A pod is taken only where its account is.
    as_json "$work/rendered.yaml" | python3 -c 'import json, sys
for thing in map(json.loads, sys.stdin):
    if thing["kind"] == "ServiceAccount": print(thing["metadata"]["name"])' |
        while read -r account; do k create serviceaccount "$account" 2> /dev/null || true; done
    if ! "$kubectl" get --raw /apis/batch/v1 | grep -q '"cronjobs"'; then
        python3 - "$work/rendered.yaml" <<'PYTHON'
import re, sys
text = open(sys.argv[1]).read()
text = re.sub(r"apiVersion: batch/v1\nkind: CronJob", "apiVersion: batch/v1beta1\nkind: CronJob", text)
text = re.sub(r"  persistentVolumeClaimRetentionPolicy:\n(    .*\n)+", "", text)
text = re.sub(r"apiVersion: policy/v1\nkind: PodDisruptionBudget", "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget", text)
open(sys.argv[1], "w").write(text)
PYTHON
    fi
    "$kubectl" --namespace "$namespace" apply --dry-run=server -f "$work/rendered.yaml"
}

valid() { # every size, every values file, every version
    local size file version
    for size in "${sizes[@]}"; do
        dry_run --set size="$size"
        for file in "$chart"/values-*.yaml; do dry_run --set size="$size" --values "$file"; done
    done
    for version in 28 29 30 31 32 33 34 35 36 37; do
        dry_run --kube-version "1.$version.0"
        dry_run --kube-version "1.$version.0" --api-versions apps/v1/Deployment --api-versions networking.k8s.io/v1/Ingress \
            --api-versions batch/v1/CronJob --api-versions policy/v1/PodDisruptionBudget
    done
    dry_run --set tls.issuer=letsencrypt --set 'ingress.hosts={a.example,b.example}'
}

left_nothing() { diff "$work/before" "$work/after"; }

charts=("$@")
if [[ ${#charts[@]} -eq 0 ]]; then charts=(woocommerce medusa); fi
for name in "${charts[@]}"; do
    chart=$ROOT/helm/$name
    [[ -f $chart/Chart.yaml && -f $lib/$name.sh ]] || { echo "No chart helm/$name." >&2; exit 2; }
    defaults
    # shellcheck source=/dev/null
    . "$lib/$name.sh"
    "facts_$name"
    for helm in "${helms[@]}"; do
        echo "$name, Helm $("$helm" version --template '{{.Version}}')"
        "$helm" show chart "$chart" > "$work/chart.yaml"
        annotation urumi.dev/footprint "$work/footprint.json"
        annotation urumi.dev/credentials "$work/credentials.json"
        everything > "$work/before"
        begin
        check "the server takes all that is rendered" valid
        finish
        begin "${sizes[0]}"
        check "install, upgrade, another image, rollback, test, uninstall, again: within the footprint" lives shop
        finish
        for size in "${sizes[@]}"; do
            begin "$size"
            check "$size, a name of 50 characters: every pod starts, within the footprint" every_pod_starts "$size"
            finish
        done
        # A volume goes a moment after its claim.
        same_again() { everything > "$work/after" && left_nothing > /dev/null; }
        within 60 same_again || true
        check "nothing is left but what was there before" left_nothing
    done
done

echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
