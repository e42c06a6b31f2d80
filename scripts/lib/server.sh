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

# issuer_text EMAIL CLASS
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
            ingressClassName: $2
Y
}

on_server_helm() {
  local helm=$DESTDIR/usr/local/bin/helm
  [ -x "$helm" ] || helm=helm
  as_owner "$helm" "$@" --namespace cert-manager --kubeconfig "$DESTDIR$K3S_KUBECONFIG"
}

# k3s_finds OBJECT...: ends the script where k3s doesn't say, as what isn't seen would be overwritten.
k3s_finds() {
  local found
  found=$(k3s_kubectl get --ignore-not-found -o name "$@") || fail "k3s doesn't say whether it has $*; run this again"
  [ -n "$found" ]
}

# Whether there's a cert-manager to leave alone. One that this script began and that never became ready is no such.
cert_manager_there() {
  local last
  last=$(on_server_helm history cert-manager --max 1 --output json 2>/dev/null) || last=''
  case $last in
    *'"status":"failed"'*"\"cert-manager-$CERT_MANAGER_VERSION\""*) return 1 ;;
    *'"status":"pending-install"'*"\"cert-manager-$CERT_MANAGER_VERSION\""*)
      # Helm waits for ever for the one that was killed; without its record it takes over what that one made.
      k3s_kubectl -n cert-manager delete secret sh.helm.release.v1.cert-manager.v1 >&2
      return 1
      ;;
    *'"status":'*) return 0 ;;
  esac
  k3s_finds crd clusterissuers.cert-manager.io ||
    k3s_finds deployments --all-namespaces --selector app.kubernetes.io/name=cert-manager
}

install_cert_manager() {
  local folder class
  local command=(on_server_helm upgrade --install cert-manager cert-manager --repo "$CERT_MANAGER_CHARTS"
    --version "$CERT_MANAGER_VERSION" --create-namespace --set crds.enabled=true --wait --timeout 5m)
  scratch && folder=$REPLY
  class=$(as_owner_reads "$DESTDIR$SETTINGS" 2>/dev/null | sed -n 's/^INGRESS_CLASS=//p') || class=''
  issuer_text "$1" "${class:-traefik}" >"$folder/issuer.yaml"
  if [ "$DRY_RUN" = yes ]; then
    "${command[@]}"
    say "would apply:"
    sed 's/^/  /' "$folder/issuer.yaml" >&2
    say "(what is there already of both stays as it is)"
    return 0
  fi
  if cert_manager_there; then
    say "cert-manager is there already; it stays as it is."
  else
    "${command[@]}" >&2 || fail "cert-manager did not become ready; run this again, or see k3s kubectl -n cert-manager get events"
  fi
  if k3s_finds clusterissuers.cert-manager.io letsencrypt; then
    say "The ClusterIssuer letsencrypt is there already; it stays as it is."
    return 0
  fi
  # Its webhook answers a little later than its pods are ready.
  within_reach 60 "cert-manager's webhook" k3s_kubectl apply -f "$folder/issuer.yaml"
}

# By arguments, as the charts of Traefik have had several names for it. Port 443 is the one outside; Traefik's own is another.
redirect_text() {
  cat <<'Y'
apiVersion: helm.cattle.io/v1
kind: HelmChartConfig
metadata:
  name: traefik
  namespace: kube-system
  labels:
    app.kubernetes.io/managed-by: urumi
spec:
  valuesContent: |-
    additionalArguments:
      - --entryPoints.web.http.redirections.entryPoint.to=:443
      - --entryPoints.web.http.redirections.entryPoint.scheme=https
      - --entryPoints.web.http.redirections.entryPoint.permanent=true
Y
}

# Let's Encrypt follows the redirect too, to whatever certificate is there.
redirect_to_https() {
  local folder
  [ "$TRAEFIK" = yes ] || return 0
  scratch && folder=$REPLY
  redirect_text >"$folder/redirect.yaml"
  if [ "$DRY_RUN" = yes ]; then
    say "would apply, unless Traefik is configured already:"
    sed 's/^/  /' "$folder/redirect.yaml" >&2
    return 0
  fi
  if k3s_finds -n kube-system helmchartconfigs.helm.cattle.io traefik; then
    k3s_finds -n kube-system helmchartconfigs.helm.cattle.io --selector app.kubernetes.io/managed-by=urumi ||
      say "Note: Traefik is configured already, by a HelmChartConfig that stays as it is; http is redirected to https if that says so."
    return 0
  fi
  k3s_kubectl apply -f "$folder/redirect.yaml" >&2 || fail "Traefik could not be told to redirect http to https; run this again"
}

# Without curl nothing better is known than that it runs.
service_answers() {
  if command -v curl >/dev/null; then
    curl --fail --silent --max-time 5 http://127.0.0.1:8000/api/v1/health
  else
    systemctl is-active --quiet urumi
  fi
}

start_service() {
  as_owner systemctl daemon-reload
  as_owner systemctl enable urumi
  as_owner systemctl restart urumi
  if [ "$DRY_RUN" = yes ]; then return 0; fi
  soon 60 service_answers ||
    fail "the service urumi does not answer at http://127.0.0.1:8000/api/v1/health; see journalctl -u urumi, then run this again"
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
