#!/usr/bin/env bash
# Takes the Kind cluster of setup-local.sh away, with every store in it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/system.sh
. "$here/lib/system.sh"
# shellcheck source=lib/kind.sh
. "$here/lib/kind.sh"

usage() {
  cat <<'U'
usage: scripts/teardown-local.sh [--yes] [--dry-run]

Deletes the Kind cluster store-platform and all stores in it, their data included. Asks first.

  --yes      doesn't ask
  --dry-run  only says what would be done
  --help     this page
U
}

while [ $# -gt 0 ]; do
  case $1 in
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

need kind "so there can't be a cluster of setup-local.sh"
find_engine || engine_missing
if ! cluster_there; then
  say "There is no cluster $CLUSTER; nothing to do."
  exit
fi
# Another cluster's containers are never touched: Kind goes by its own label.
ask "Delete the cluster $CLUSTER with all its stores and their data?" || fail "nothing was deleted"
act kind delete cluster --name "$CLUSTER" || fail "it could not be deleted; what Kind said is above"
say "Next: scripts/setup-local.sh makes an empty one. What urumi has recorded of its stores stays; when the new"
say "      cluster is there, delete them in urumi, which then finds nothing left of them."
