# shellcheck shell=bash disable=SC2034
# Debian and Ubuntu packages. A wish is a name, or names with | between them where releases differ.

# Building and running urumi: a C++ compiler's files, ncurses, SQLite, curl and libcrypto, terminal
# descriptions, and flock.
URUMI_PACKAGES=(g++ git ca-certificates 'libncurses-dev|libncursesw5-dev' libsqlite3-dev
  libcurl4-openssl-dev libssl-dev ncurses-term util-linux)
# Fetching, verifying and running a Swift toolchain.
SWIFT_PACKAGES=(curl gpg 'binutils-gold|binutils' libedit2 libxml2-dev pkg-config tzdata zlib1g-dev)
TEST_PACKAGES=(tmux jq python3 php-cli nodejs shellcheck curl procps sudo strace attr)

WANTED_PACKAGES=()
MISSING_PACKAGES=()

package_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

want_packages() { WANTED_PACKAGES+=("$@"); }

plan_packages() {
  local wish name
  MISSING_PACKAGES=()
  if ! command -v dpkg-query >/dev/null; then
    say "Neither Debian nor Ubuntu: the equivalents of these must be there: ${WANTED_PACKAGES[*]}"
    return 0
  fi
  for wish in "${WANTED_PACKAGES[@]}"; do
    for name in ${wish//|/ }; do package_installed "$name" && continue 2; done
    MISSING_PACKAGES+=("$wish")
  done
  [ "${#MISSING_PACKAGES[@]}" = 0 ] || PLAN+=("packages, with apt-get: ${MISSING_PACKAGES[*]}")
}

# The first name of a wish that this release has.
resolve_package() {
  local name
  for name in ${1//|/ }; do
    if apt-cache show "$name" >/dev/null 2>&1; then
      printf '%s\n' "$name"
      return
    fi
  done
  printf '%s\n' "${1%%|*}"
}

install_packages() {
  local wish names=()
  [ "${#MISSING_PACKAGES[@]}" -gt 0 ] || return 0
  as_root apt-get update -q >&2 || say "apt-get update failed; going on with the lists that are there"
  for wish in "${MISSING_PACKAGES[@]}"; do names+=("$(resolve_package "$wish")"); done
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${names[@]}" >&2 ||
    fail "apt-get could not install: ${names[*]}"
}
