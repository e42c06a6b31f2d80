#!/usr/bin/env bash
# node.sh [woocommerce|medusa]...: the charts' pods, really run on the real node of ../shared/real-cluster, from
# images made of Debian packages with stand-ins for what isn't in Debian. Needs root. NetworkPolicy is accepted
# by that node but not enforced, and there is no ingress controller.
#
# An engine's node-ENGINE.sh has two functions:
#   images_ENGINE   makes its image archives, with images/debian.sh, and lists them in ARCHIVES
#   check_ENGINE    creates a store by urumi and checks it, with lib.sh; k, h and inside are below
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=images/debian.sh
. "$HERE/images/debian.sh"
REAL_CLUSTER=${REAL_CLUSTER:-$REPOSITORY/../shared/real-cluster/cluster.sh}
REAL_CLUSTER_IMAGES=$(dirname "$REAL_CLUSTER")/images
export REAL_CLUSTER_CACHE=${REAL_CLUSTER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/real-cluster}
PATIENCE=150

engines=("$@")
if [ "${#engines[@]}" = 0 ]; then
  for engine in "$HERE"/node-*.sh; do
    engine=${engine##*/node-}
    engines+=("${engine%.sh}")
  done
fi
[ "$(id -u)" = 0 ] || { echo "node.sh needs root" && exit 77; }
[ -x "$REAL_CLUSTER" ] || { echo "no ../shared/real-cluster" && exit 77; }

started=$SECONDS
lap() { echo "  $((SECONDS - started)) s: $*"; }

ARCHIVES=()
for engine in "${engines[@]}"; do
  # shellcheck source=/dev/null
  . "$HERE/node-$engine.sh" || exit 2
  "images_$engine" || { echo "the images of $engine could not be made" && exit 1; }
done
lap "the images are made"

up_here=no
if ! "$REAL_CLUSTER" status >/dev/null 2>&1; then up_here=yes; fi
eval "$("$REAL_CLUSTER" up --node)" || exit 1
eval "$("$REAL_CLUSTER" env)"
export HELM_BINARY=${HELM_BINARY:-$HELM4} HELM3 HELM4 KUBECTL
# They are imported once into one containerd.
imported=$REAL_CLUSTER_CACHE/run/imported-for-urumi
wanted=$("$REAL_CLUSTER" status 2>/dev/null | grep '^containerd ' && for archive in "${ARCHIVES[@]}"; do cat "$archive.key"; done)
if [ "$(cat "$imported" 2>/dev/null)" != "$wanted" ]; then
  "$REAL_CLUSTER" images "${ARCHIVES[@]}" >/dev/null 2>&1 || { echo "the images could not be imported" && exit 1; }
  echo "$wanted" >"$imported"
fi
lap "the node has them"

k() { "$KUBECTL" "$@"; }
h() { "$HELM_BINARY" "$@"; }
# Pods and Services are reached from within the node's network only.
inside() { nsenter --net=/run/netns/real-cluster "$@"; }

# store_namespace NAME: where urumi puts it.
store_namespace() { echo "$NAMESPACE_PREFIX$1"; }

# restricted NAMESPACE POD CONTAINER UID: what the chart promises of its security holds in the container.
restricted() {
  local got
  # shellcheck disable=SC2016
  got=$(k -n "$1" exec "$2" -c "$3" -- sh -c 'id -u; grep -E "^(NoNewPrivs|CapEff|CapBnd|Seccomp):" /proc/1/status | tr -d "\t"
    (touch /made) 2>/dev/null && echo writable; [ -e /var/run/secrets/kubernetes.io ] && echo token; true')
  [ "$got" = "$4
CapEff:0000000000000000
CapBnd:0000000000000000
NoNewPrivs:1
Seccomp:2" ] || { echo "$got"; return 1; }
}

# kill_in NAMESPACE POD SIGNAL: every process of the pod's containers, the pause excepted; fails where there was none.
kill_in() {
  local uid file pid killed=1
  uid=$(k -n "$1" get pod "$2" -o 'jsonpath={.metadata.uid}') && [ -n "$uid" ] || return
  while IFS= read -r file; do
    pid=${file//[!0-9]/}
    grep -qsx 'pause\|sleep 86400' "/proc/$pid/comm" && continue
    kill "-$3" "$pid" 2>/dev/null && killed=0
  done < <(grep -lsF "pod$uid" /proc/[0-9]*/cgroup)
  return "$killed"
}

# most_memory NAMESPACE POD CONTAINER: the most it has used, and its limit, in MiB.
most_memory() {
  k -n "$1" exec "$2" -c "$3" -- sh -c 'cd /sys/fs/cgroup/memory 2>/dev/null && cat memory.max_usage_in_bytes memory.limit_in_bytes' |
    awk '{ printf "%s%d", (NR > 1 ? " of " : ""), $1 / 1048576 } END { print " MiB" }'
}

# volumes COUNT: volumes as Kind's and k3s's local-path makes them, which anyone may write: Kubernetes doesn't set
# the group (fsGroup) of a node's folder. The cluster's own would be root's alone.
VOLUMES=$(mktemp -d)
volumes() {
  local number
  chmod 755 "$VOLUMES"
  for ((number = 1; number <= $1; number++)); do
    mkdir -m 777 "$VOLUMES/$number"
    cat <<MANIFEST
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: node-$$-$number, labels: {urumi-node-test: "$$"}}
spec:
  storageClassName: node-$$
  capacity: {storage: 100Gi}
  accessModes: [ReadWriteOnce, ReadWriteMany]
  persistentVolumeReclaimPolicy: Retain
  hostPath: {path: "$VOLUMES/$number"}
MANIFEST
  done | k apply -f - >/dev/null
}

given_cache=$REAL_CLUSTER_CACHE given_kubeconfig=$KUBECONFIG
world
export REAL_CLUSTER_CACHE=$given_cache KUBECONFIG=$given_kubeconfig NAMESPACE_PREFIX=node-$$- STORAGE_CLASS=node-$$
clean_up() {
  local namespace
  for namespace in $(k get namespace -o name | grep "/$NAMESPACE_PREFIX"); do
    k delete "$namespace" --timeout 60s >/dev/null
  done
  k delete pv -l "urumi-node-test=$$" --wait=false >/dev/null 2>&1
  rm -rf "$VOLUMES"
  end_world
  if [ "$up_here" = yes ]; then REAL_CLUSTER_CACHE=$given_cache "$REAL_CLUSTER" down >/dev/null 2>&1; fi
}
trap clean_up EXIT

# A store's are not used again: five stores of at most three each.
volumes 16
for engine in "${engines[@]}"; do
  echo "$engine"
  "check_$engine"
  lap "$engine is checked"
done
results
