# shellcheck shell=bash disable=SC2034
# Parts of setup-prod.sh: the account, the state that several people share, settings, service, certificates.

CERT_MANAGER_VERSION=v1.21.1
CERT_MANAGER_CHARTS=https://charts.jetstack.io
STATE=/var/lib/urumi
SETTINGS=/etc/urumi/urumi.env

# What is handed on to install.sh.
common_options=()
check_server() {
  local memory port user
  [ "$DRY_RUN" = no ] || common_options+=(--dry-run)
  [ "$ASSUME_YES" = no ] || common_options+=(--yes)
  if [ -z "$DESTDIR" ] && [ "$DRY_RUN" = no ]; then
    [ -d /run/systemd/system ] || fail "systemd doesn't run here; k3s and the service need it"
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || fail "this needs root, and sudo is missing"
  fi
  memory=$(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo)
  [ "${memory:-0}" -ge 1900000 ] || say "Note: this machine has $((memory / 1024)) MB of memory; k3s and a store want 2048, Medusa 4096."
  if k3s_there || ! command -v ss >/dev/null; then return 0; fi
  for port in 80 443 6443; do
    user=$(ss -Hltnp "sport = :$port" 2>/dev/null | head -n 1)
    [ -z "$user" ] || say "Note: something listens on port $port already (${user##*users:}); k3s needs it."
  done
}

urumi_there() { [ -x "$DESTDIR/usr/local/bin/urumi" ] || [ -x "$DESTDIR/usr/bin/urumi" ]; }
helm_on_server() { [ -x "$DESTDIR/usr/local/bin/helm" ] || [ -x "$DESTDIR/usr/bin/helm" ]; }

make_account() {
  getent group urumi >/dev/null || as_owner groupadd --system urumi
  getent passwd urumi >/dev/null ||
    as_owner useradd --system --gid urumi --home-dir "$STATE" --no-create-home --shell /usr/sbin/nologin urumi
}

# Both folders carry the group's bit: the database's, and what belongs to it.
make_state() {
  put_folder 2770 urumi:urumi "$STATE"
  put_folder 2770 urumi:urumi "$STATE/urumi.db-state"
}

server_helm() {
  helm_on_server && return 0
  if [ "$DRY_RUN" = yes ]; then
    say "would fetch: $(helm_url "$HELM4_VERSION") into $DESTDIR/usr/local/bin"
    return 0
  fi
  local folder
  scratch && folder=$REPLY
  if command -v helm >/dev/null; then
    cp -L -- "$(command -v helm)" "$folder/helm"
  else
    fetch_helm "$HELM4_VERSION" "$WHEEL4" "$folder/helm"
  fi
  put 755 root:root "$folder/helm" /usr/local/bin/helm
}

# write_settings DOMAIN EMAIL: what is given is set, what is missing added, everything else left.
write_settings() {
  local folder
  scratch && folder=$REPLY
  if [ -e "$DESTDIR$SETTINGS" ]; then
    as_owner_reads "$DESTDIR$SETTINGS" >"$folder/env"
  else
    cat >"$folder/env" <<'E'
# Settings of the service urumi, and of whatever urumi a member of the group urumi starts. KEY=VALUE, without
# quotes or spaces; the names are those of `urumi doctor`. Then: sudo systemctl restart urumi
E
  fi
  setting "$folder/env" DATABASE_URL "sqlite:///$STATE/urumi.db" keep
  setting "$folder/env" KUBECONFIG "$K3S_KUBECONFIG" keep
  [ -z "$1" ] || setting "$folder/env" BASE_DOMAIN "$1" set
  [ -z "$2" ] || setting "$folder/env" TLS_ISSUER letsencrypt set
  put 640 root:urumi "$folder/env" "$SETTINGS"
}
as_owner_reads() { if [ -r "$1" ]; then cat -- "$1"; else sudo cat -- "$1"; fi; }

# setting FILE KEY VALUE keep|set
setting() {
  if grep -q "^$2=" "$1"; then
    [ "$4" = keep ] || sed -i "s|^$2=.*|$2=$3|" "$1"
  else
    printf '%s=%s\n' "$2" "$3" >>"$1"
  fi
}

make_admin() {
  if [[ " $(id -nG "$1" 2>/dev/null) " == *" urumi "* ]]; then return 0; fi
  as_owner usermod -aG urumi "$1"
  [ "$DRY_RUN" = yes ] || say "$1 is a member of urumi from the next login on."
}

issuer_text() {
  cat <<Y
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata:
  name: letsencrypt
spec:
  acme:
    server: https://acme-v02.api.letsencrypt.org/directory
    email: $1
    privateKeySecretRef:
      name: letsencrypt-account
    solvers:
      - http01:
          ingress:
            ingressClassName: traefik
Y
}

install_cert_manager() {
  local folder helm=$DESTDIR/usr/local/bin/helm
  [ -x "$helm" ] || helm=helm
  local command=("$helm" upgrade --install cert-manager cert-manager --repo "$CERT_MANAGER_CHARTS"
    --version "$CERT_MANAGER_VERSION" --namespace cert-manager --create-namespace --set crds.enabled=true
    --kubeconfig "$DESTDIR$K3S_KUBECONFIG" --wait --timeout 5m)
  as_owner "${command[@]}" >&2 || fail "cert-manager did not become ready; run this again, or see k3s kubectl -n cert-manager get events"
  scratch && folder=$REPLY
  issuer_text "$1" >"$folder/issuer.yaml"
  if [ "$DRY_RUN" = yes ]; then
    say "would apply:"
    sed 's/^/  /' "$folder/issuer.yaml" >&2
    return 0
  fi
  # Its webhook answers a little later than its pods are ready.
  within_reach 60 "cert-manager's webhook" k3s_kubectl apply -f "$folder/issuer.yaml"
}

start_service() {
  as_owner systemctl daemon-reload
  as_owner systemctl enable urumi
  as_owner systemctl restart urumi
  if [ "$DRY_RUN" = yes ]; then return 0; fi
  within_reach 30 "the service urumi" systemctl is-active --quiet urumi
}

# A name that nobody has set up resolves where there's a wildcard entry.
check_domain() {
  local name=urumi-check-$RANDOM.$1 found own
  found=$(getent ahosts "$name" | awk '{ print $1 }' | sort -u | tr '\n' ' ') || true
  own=$(hostname -I 2>/dev/null || true)
  if [ -z "$found" ]; then
    say "Note: *.$1 doesn't resolve. Add a DNS entry  *.$1  A  <this machine's address>  (it has ${own:-none that is known})."
  else
    for address in $found; do
      if [[ " $own " == *" $address "* ]]; then
        say "*.$1 leads to this machine ($address)."
        return 0
      fi
    done
    say "Note: *.$1 leads to $found, which is none of this machine's own addresses ($own). That's right behind NAT only."
  fi
}
