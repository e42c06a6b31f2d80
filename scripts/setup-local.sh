#!/usr/bin/env bash
# A Kubernetes cluster on this machine, by Kind, with Traefik on ports 80 and 443.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/packages.sh
. "$here/lib/packages.sh"
# shellcheck source=lib/helm.sh
. "$here/lib/helm.sh"
# shellcheck source=lib/system.sh
. "$here/lib/system.sh"
# shellcheck source=lib/kind.sh
. "$here/lib/kind.sh"
trap clean_scratch EXIT

TRAEFIK_VERSION=41.3.0
TRAEFIK_CHARTS=https://traefik.github.io/charts
MEMORY_WANTED=4000000 # kB, for the cluster and one store of each engine

usage() {
  cat <<'U'
usage: scripts/setup-local.sh [--yes] [--dry-run] [--http-port PORT] [--https-port PORT] [--listen ADDRESS]

Makes the Kind cluster store-platform with the Traefik ingress controller, and returns when it's ready. What
is there already stays as it is. Needs Docker or podman; Kind and Helm are fetched where they are missing,
checksums verified, into .tools of this checkout.

  --http-port PORT   where stores answer on this machine; 80 unless said
  --https-port PORT  the same for https; 443 unless said
  --listen ADDRESS   who can reach them; 127.0.0.1 unless said, 0.0.0.0 for the network
  --yes              fetch what is missing without asking
  --dry-run          only say what would be done
  --help             this page
U
}

http=80 https=443 listen=127.0.0.1
while [ $# -gt 0 ]; do
  case $1 in
    --http-port | --https-port | --listen)
      [ $# -gt 1 ] || wrong_usage "$1 needs a value"
      case $1 in
        --listen)
          [[ $2 =~ ^[0-9a-fA-F.:]+$ ]] || wrong_usage "$2 is no address"
          listen=$2
          ;;
        *)
          [[ $2 =~ ^[1-9][0-9]{0,4}$ && $2 -le 65535 ]] || wrong_usage "$2 is no port"
          if [ "$1" = --http-port ]; then http=$2; else https=$2; fi
          ;;
      esac
      shift
      ;;
    --yes | -y) ASSUME_YES=yes ;;
    --dry-run) DRY_RUN=yes ;;
    --help | -h)
      usage
      exit
      ;;
    *) wrong_usage "$1 isn't known" ;;
  esac
  shift
done

# What listens there, as far as can be seen; nothing when the port is free.
port_user() {
  command -v ss >/dev/null || return 0
  ss -Hltnp "sport = :$1" 2>/dev/null | sed -n '1s/.*users:(("\([^"]*\)".*/\1/p;1s/^LISTEN.*/another program/p' | head -n 1
}

check_machine() {
  local port user memory
  for port in "$http" "$https"; do
    user=$(port_user "$port")
    [ -z "$user" ] || fail "port $port is taken by $user; end it, or choose others: --http-port 8080 --https-port 8443"
  done
  memory=$(sed -n 's/^MemAvailable: *\([0-9]*\).*/\1/p' /proc/meminfo)
  [ "${memory:-$MEMORY_WANTED}" -ge "$MEMORY_WANTED" ] ||
    say "Note: $((memory / 1024)) MB of memory are free; a Medusa store may not start below $((MEMORY_WANTED / 1024))."
}

kind_config() {
  cat <<Y
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
name: $CLUSTER
nodes:
  - role: control-plane
    extraPortMappings:
      - { containerPort: 80, hostPort: $http, listenAddress: "$listen", protocol: TCP }
      - { containerPort: 443, hostPort: $https, listenAddress: "$listen", protocol: TCP }
Y
}

traefik_values() {
  cat <<'Y'
deployment:
  replicas: 1
updateStrategy: # two of them can't hold one port of the node
  type: RollingUpdate
  rollingUpdate:
    maxSurge: 0
    maxUnavailable: 1
ports:
  web:
    hostPort: 80
  websecure:
    hostPort: 443
service:
  spec:
    type: ClusterIP
ingressClass:
  enabled: true
  isDefaultClass: true
tolerations:
  - key: node-role.kubernetes.io/control-plane
    operator: Exists
    effect: NoSchedule
Y
}

make_cluster() {
  local folder=$1
  if command -v kind >/dev/null && cluster_there; then
    say "The cluster $CLUSTER is there already; its ports stay as they are."
    act kind export kubeconfig --name "$CLUSTER" || fail "its kubeconfig can't be read; scripts/teardown-local.sh, then this again"
    start_stopped
    return
  fi
  check_machine
  kind_config >"$folder/kind.yaml"
  if [ "$DRY_RUN" = yes ]; then
    say "would run: kind create cluster --image $KIND_NODE --wait 180s --config - <<"
    sed 's/^/  /' "$folder/kind.yaml" >&2
    return
  fi
  # Kind takes back what it made when it fails, but not when it's killed; the next run sees that above.
  kind create cluster --image "$KIND_NODE" --wait 180s --config "$folder/kind.yaml" >&2 ||
    fail "the cluster could not be made; what Kind said is above"
}

# After a restart of the machine its container may be stopped.
start_stopped() {
  local node=$CLUSTER-control-plane
  if [ "$("$ENGINE" inspect -f '{{.State.Running}}' "$node" 2>/dev/null)" = false ]; then
    act "$ENGINE" start "$node" >/dev/null
  fi
}

install_traefik() {
  local folder=$1
  traefik_values >"$folder/traefik.yaml"
  if [ "$DRY_RUN" = yes ]; then
    say "would run: helm upgrade --install traefik traefik --repo $TRAEFIK_CHARTS --version $TRAEFIK_VERSION with"
    sed 's/^/  /' "$folder/traefik.yaml" >&2
    return
  fi
  say "Installing Traefik"
  "${HELM_BINARY:-helm}" upgrade --install traefik traefik --repo "$TRAEFIK_CHARTS" --version "$TRAEFIK_VERSION" \
    --kube-context "kind-$CLUSTER" --namespace traefik --create-namespace --values "$folder/traefik.yaml" \
    --wait --timeout 5m >&2 ||
    fail "Traefik did not become ready; run this again, or see: kubectl --context kind-$CLUSTER -n traefik get events"
}

# Traefik answers 404 for a host that it doesn't know, which shows that the ports lead to it.
until_reachable() {
  local address=$listen tries=0 status=''
  if [ "$DRY_RUN" = yes ] || ! command -v curl >/dev/null; then return 0; fi
  case $address in 0.0.0.0 | ::) address=127.0.0.1 ;; *:*) address="[$address]" ;; esac
  while [ "$tries" -lt 60 ]; do
    status=$(curl -s -o /dev/null -m 2 -w '%{http_code}' "http://$address:$http/" || true)
    if [ "$status" = 404 ]; then return 0; fi
    tries=$((tries + 1))
    sleep 1
  done
  fail "nothing answers at http://$address:$http/ (${status:-no status}); was the cluster made with other ports? Then: scripts/teardown-local.sh, and this again"
}

# A dry run on a machine without Docker still shows all of the plan.
find_engine || if [ "$DRY_RUN" = yes ]; then say "would need: Docker or podman, which doesn't answer here"; else engine_missing; fi
plan_kind
plan_helm
confirm_plan
install_kind
install_helm
scratch && files=$REPLY
make_cluster "$files"
install_traefik "$files"
until_reachable

suffix='' setting=''
if [ "$http" != 80 ]; then
  suffix=:$http
  # The stores' links would lead to port 80.
  setting=" --setting PUBLIC_PORT=$http"
fi
verb='is'
[ "$DRY_RUN" = no ] || verb='would be'
say "$CLUSTER $verb ready: *.localhost$suffix leads to its stores."
say "Next: scripts/run.sh create shop --engine woocommerce$setting --wait, then open http://shop.localhost$suffix/shop/"
[ -z "$setting" ] ||
  say "      PUBLIC_PORT=$http in .env, or in ~/.config/urumi/config.toml, says so once for all stores, and for doctor."
say "      For Medusa stores: scripts/build-images.sh and scripts/load-images.sh first."
say "      scripts/run.sh doctor  looks everything over; scripts/teardown-local.sh  takes the cluster away."
