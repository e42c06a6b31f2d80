# shellcheck shell=bash disable=SC2034
# k3s: its binary fetched and its checksum verified, then set up by its own install script.

K3S_VERSION=v1.36.4+k3s1
K3S_SITE=https://github.com/k3s-io/k3s/releases/download
K3S_SCRIPTS=https://raw.githubusercontent.com/k3s-io/k3s
K3S_KUBECONFIG=/etc/rancher/k3s/k3s.yaml
K3S_BINARY='' K3S_SCRIPT='' K3S_WANTED=no
TRAEFIK=yes # whether k3s deploys it

k3s_there() { command -v k3s >/dev/null && [ -e "$DESTDIR/etc/systemd/system/k3s.service" ]; }

plan_k3s() {
  if k3s_there; then return 0; fi
  K3S_WANTED=yes
  if [ -n "$K3S_BINARY" ]; then
    [ -f "$K3S_BINARY" ] || fail "there is no file $K3S_BINARY"
    [ -z "$K3S_SCRIPT" ] || [ -f "$K3S_SCRIPT" ] || fail "there is no file $K3S_SCRIPT"
    PLAN+=("k3s, from $K3S_BINARY")
  else
    PLAN+=("k3s $K3S_VERSION, from its releases, checksum verified")
  fi
  [ -n "$K3S_BINARY" ] && [ -n "$K3S_SCRIPT" ] || [ "$DRY_RUN" = yes ] || need curl "install it (apt-get install curl)"
}

k3s_file() { if [ "$(machine)" = arm64 ]; then echo k3s-arm64; else echo k3s; fi; }

# fetch_k3s FOLDER: k3s and its install script, of the same version, into this folder.
fetch_k3s() {
  local release=${K3S_VERSION//+/%2B} file
  file=$(k3s_file)
  if [ -n "$K3S_BINARY" ]; then
    cp -- "$K3S_BINARY" "$1/k3s"
  else
    say "Fetching k3s $K3S_VERSION"
    { download "$K3S_SITE/$release/$file" "$1/$file" &&
      download "$K3S_SITE/$release/sha256sum-$(machine).txt" "$1/sums"; } ||
      fail "k3s could not be fetched; download it elsewhere, then --k3s-binary FILE --k3s-script FILE"
    grep " $file\$" "$1/sums" >"$1/sum" || fail "the release has no checksum of $file; nothing was installed"
    (cd "$1" && sha256sum --check --status sum) || fail "the checksum of k3s is wrong; nothing was installed"
    [ "$file" = k3s ] || mv -- "$1/$file" "$1/k3s"
  fi
  if [ -n "$K3S_SCRIPT" ]; then
    cp -- "$K3S_SCRIPT" "$1/install.sh"
  else
    download "$K3S_SCRIPTS/$release/install.sh" "$1/install.sh" ||
      fail "k3s' install script could not be fetched; download it elsewhere, then --k3s-script FILE"
  fi
}

# The kubeconfig is k3s' own rather than a copy: k3s renews the certificate in it.
configure_k3s() {
  put_text 644 root:root /etc/rancher/k3s/config.yaml.d/urumi.yaml <<'Y'
write-kubeconfig-mode: "0640"
write-kubeconfig-group: urumi
Y
  if [ -e "$DESTDIR$K3S_KUBECONFIG" ] && [ "$(stat -c '%a %G' "$DESTDIR$K3S_KUBECONFIG")" != '640 urumi' ]; then
    [ -n "$DESTDIR" ] || as_root chgrp urumi "$K3S_KUBECONFIG"
    as_owner chmod 640 "$DESTDIR$K3S_KUBECONFIG"
  fi
}

install_k3s() {
  local folder
  [ "$K3S_WANTED" = yes ] || return 0
  if [ "$DRY_RUN" = yes ]; then
    [ -n "$K3S_BINARY" ] || say "would fetch: $K3S_SITE/${K3S_VERSION//+/%2B}/$(k3s_file)"
    [ -n "$K3S_SCRIPT" ] || say "would fetch: $K3S_SCRIPTS/${K3S_VERSION//+/%2B}/install.sh"
    say "would run: k3s' install script, with that k3s"
    return 0
  fi
  scratch && folder=$REPLY
  fetch_k3s "$folder"
  put 755 root:root "$folder/k3s" /usr/local/bin/k3s
  as_owner env INSTALL_K3S_SKIP_DOWNLOAD=true sh "$folder/install.sh" >&2 ||
    fail "k3s' install script failed; what it said is above, and journalctl -u k3s"
}

# soon SECONDS COMMAND...: whether it succeeds within that time.
soon() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 2
  done
}

# within_reach SECONDS WHAT COMMAND...
within_reach() {
  local seconds=$1 what=$2
  shift 2
  soon "$seconds" "$@" || fail "$what was not ready in time; see journalctl -u k3s and k3s kubectl get pods -A"
}

k3s_kubectl() { as_owner k3s kubectl "$@"; }

wait_for_k3s() {
  if [ "$DRY_RUN" = yes ]; then
    say "would wait: until the node and Traefik are ready"
    return 0
  fi
  say "Waiting for k3s"
  within_reach 240 "the node" k3s_kubectl wait --for=condition=Ready node --all --timeout=5s
  # k3s orders its Traefik right after its start, unless its configuration says not to.
  if ! soon "$([ "$K3S_WANTED" = yes ] && echo 90 || echo 5)" k3s_kubectl -n kube-system get helmcharts.helm.cattle.io traefik; then
    TRAEFIK=no
    say "Note: this k3s deploys no Traefik. Stores need an ingress controller: install one and set INGRESS_CLASS in /etc/urumi/urumi.env."
    return 0
  fi
  within_reach 300 Traefik k3s_kubectl -n kube-system wait --for=condition=Available deployment/traefik --timeout=5s
}
