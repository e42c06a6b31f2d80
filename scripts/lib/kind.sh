# shellcheck shell=bash disable=SC2034
# Kind and what it runs on: found, or fetched with the checksum verified.

KIND_VERSION=0.33.0
KIND_SITE=https://github.com/kubernetes-sigs/kind/releases/download
KIND_NODE=kindest/node:v1.37.0@sha256:a1ed56cfb0e7b93589bdf97c8cd566405a265939e3620fc4f5de89adff580ae5
CLUSTER=store-platform

kind_url() { echo "$KIND_SITE/v$KIND_VERSION/kind-linux-$(machine)"; }

plan_kind() {
  if command -v kind >/dev/null; then return 0; fi
  KIND_WANTED=yes
  PLAN+=("kind $KIND_VERSION, from its releases, checksum verified (into .tools/bin)")
  need curl "install it (apt-get install curl)"
}

install_kind() {
  local url folder
  [ "${KIND_WANTED:-no}" = yes ] || return 0
  url=$(kind_url)
  if [ "$DRY_RUN" = yes ]; then
    say "would fetch: $url"
    return 0
  fi
  say "Fetching kind $KIND_VERSION"
  scratch && folder=$REPLY
  { download "$url" "$folder/${url##*/}" && download "$url.sha256sum" "$folder/sum"; } ||
    fail "kind could not be fetched; install kind $KIND_VERSION or newer (kind.sigs.k8s.io) and run this again"
  (cd "$folder" && sha256sum --check --status sum) || fail "the checksum of $url is wrong; nothing was installed"
  place "$folder/${url##*/}" "$TOOLS/bin/kind"
}

# Sets ENGINE to the container engine that answers: docker, else podman.
find_engine() {
  local name
  ENGINE=''
  for name in ${KIND_EXPERIMENTAL_PROVIDER:-docker podman}; do
    if command -v "$name" >/dev/null && timeout 20 "$name" info >/dev/null 2>&1; then
      ENGINE=$name
      break
    fi
  done
  case $ENGINE in
    docker) ;;
    '') return 1 ;;
    *) export KIND_EXPERIMENTAL_PROVIDER=$ENGINE ;;
  esac
}

engine_missing() {
  if command -v docker >/dev/null; then
    fail "Docker's daemon doesn't answer; start it (sudo systemctl start docker), or let your user at it (sudo usermod -aG docker \$USER, and log in again)"
  fi
  if command -v podman >/dev/null; then fail "podman doesn't answer; see: podman info"; fi
  fail "Docker or podman is missing; install one (apt-get install docker.io) and run this again"
}

# Not by a pipe: grep ends at the first match, and kind may then die of what it has left to say.
cluster_there() { grep -qx "$CLUSTER" <<<"$(kind get clusters 2>/dev/null)"; }
