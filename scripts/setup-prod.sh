#!/usr/bin/env bash
# Makes a server of this machine: k3s, the state that administrators share, and `urumi serve` under systemd.
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
# shellcheck source=lib/k3s.sh
. "$here/lib/k3s.sh"
# shellcheck source=lib/server.sh
. "$here/lib/server.sh"
trap clean_scratch EXIT

usage() {
  cat <<'U'
usage: scripts/setup-prod.sh [--admin USER]... [--domain DOMAIN] [--cert-manager EMAIL] [--yes] [--dry-run]

Sets this machine up as a server of stores: k3s with Traefik, the user and group urumi, their state in
/var/lib/urumi, settings in /etc/urumi/urumi.env, and the service urumi, which does the jobs and answers the
REST API on 127.0.0.1:8000. What is there already stays. Needs systemd, and urumi installed (it's installed
by install.sh where it's missing).

  --admin USER          may use urumi from their own login; may be repeated. Members of the group urumi
                        administer the whole cluster, by k3s' own kubeconfig.
  --domain DOMAIN       stores are at NAME.DOMAIN (BASE_DOMAIN); its wildcard DNS is checked
  --cert-manager EMAIL  installs cert-manager with a ClusterIssuer of Let's Encrypt, for https, to which
                        Traefik then redirects all http
  --k3s-version V       another version than the one that was tried
  --k3s-binary FILE     this k3s instead of a download (its install script too: --k3s-script FILE)
  --binary-from FOLDER  urumi's programs, for install.sh
  --root FOLDER         writes files into FOLDER as if it were /, for tests
  --yes                 doesn't ask
  --dry-run             only says what would be done
  --help                this page
U
}

admins=() domain='' email='' binaries=()
while [ $# -gt 0 ]; do
  case $1 in
    --admin | --domain | --cert-manager | --k3s-version | --k3s-binary | --k3s-script | --binary-from | --root)
      [ -n "${2:-}" ] || wrong_usage "$1 needs a value"
      case $1 in
        --admin)
          is_account "$2" || wrong_usage "$2 is no user's name"
          admins+=("$2")
          ;;
        --domain)
          is_domain "$2" || wrong_usage "$2 is no domain in lower case"
          domain=$2
          ;;
        --cert-manager)
          [[ $2 =~ ^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$ ]] || wrong_usage "$2 is no e-mail address"
          email=$2
          ;;
        --k3s-version)
          [[ $2 =~ ^v1\.[0-9]+\.[0-9]+\+k3s[0-9]+$ ]] || wrong_usage "$2 is no version such as $K3S_VERSION"
          K3S_VERSION=$2
          ;;
        --k3s-binary) K3S_BINARY=$2 ;;
        --k3s-script) K3S_SCRIPT=$2 ;;
        --binary-from) binaries=(--binary-from "$2") ;;
        --root) DESTDIR=$(realpath -- "$2") || fail "there is no folder $2" ;;
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
[ "$DESTDIR" != / ] || DESTDIR=''

check_server
for admin in "${admins[@]}"; do
  getent passwd "$admin" >/dev/null || fail "there is no user $admin; make it first: sudo adduser $admin"
done
plan_k3s
urumi_there || PLAN+=("urumi, by install.sh (into /usr/local)")
helm_on_server || PLAN+=("Helm $HELM4_VERSION, checksum verified (into /usr/local/bin)")
[ -z "$email" ] || PLAN+=("cert-manager $CERT_MANAGER_VERSION (into the cluster, unless it's there)")
confirm_plan

make_account
make_state
configure_k3s
install_k3s
server_helm
urumi_there || DESTDIR=$DESTDIR "$here/install.sh" "${binaries[@]}" "${common_options[@]}"
write_settings "$domain" "$email"
for admin in "${admins[@]}"; do make_admin "$admin"; done
wait_for_k3s
if [ -n "$email" ]; then
  install_cert_manager "$email"
  redirect_to_https
fi
start_service
[ -z "$domain" ] || check_domain "$domain"

if [ "$DRY_RUN" = yes ]; then say "Nothing was done; without --dry-run it would be."; fi
say "Next: log in as an administrator (members of the group urumi; a new member logs in again), then"
say "      urumi doctor    looks everything over"
say "      urumi create shop --engine woocommerce --wait"
[ -n "$domain" ] || say "      Stores are at NAME.localhost until BASE_DOMAIN is set: this again, with --domain."
say "      systemctl status urumi, journalctl -u urumi: the service; /etc/urumi/urumi.env: its settings."
