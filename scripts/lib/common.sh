# shellcheck shell=bash
# Where the checkout is, how a script speaks, and how it asks before it changes the machine.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
TOOLS=$ROOT/.tools # what is fetched rather than installed; never committed
ASSUME_YES=${ASSUME_YES:-no}
DRY_RUN=${DRY_RUN:-no}
PLAN=() # what is to be installed, one line each, for people

# What was fetched earlier comes first, so that it also stands in for a version that is too old.
PATH=$TOOLS/bin:$TOOLS/swift/usr/bin:$PATH
export PATH

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "${0##*/}: $*"
  exit 1
}

# act COMMAND...: runs it, or says that it would.
act() {
  if [ "$DRY_RUN" = yes ]; then say "would run: $*"; else "$@"; fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    act "$@"
  elif command -v sudo >/dev/null; then
    act sudo "$@"
  else
    fail "this needs root, and sudo is missing; as root: $*"
  fi
}

# Says what the plan holds and asks once for all of it.
confirm_plan() {
  local answer
  [ "${#PLAN[@]}" -gt 0 ] || return 0
  say "To install:"
  printf '  %s\n' "${PLAN[@]}" >&2
  if [ "$ASSUME_YES" = yes ] || [ "$DRY_RUN" = yes ]; then return 0; fi
  { : </dev/tty; } 2>/dev/null || fail "nobody to ask here; --yes installs the above"
  printf 'Go ahead? [Y/n] ' >&2
  read -r answer </dev/tty || answer=n
  case $answer in
    '' | [Yy]*) ;;
    *) fail "nothing was installed" ;;
  esac
}

# at_least VERSION MINIMUM: whether the first is the second or newer.
at_least() { [ "$(printf '%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# scratch: a new folder in REPLY; clean_scratch, which scripts call as they end, removes them all.
SCRATCH=
scratch() {
  [ -n "$SCRATCH" ] || SCRATCH=$(mktemp -d)
  REPLY=$(mktemp -d -p "$SCRATCH")
}
clean_scratch() { [ -z "$SCRATCH" ] || rm -rf "$SCRATCH"; }

# download URL FILE: gives up soon where there is no way out.
download() {
  curl --fail --silent --show-error --location --proto '=https,file' --connect-timeout 10 \
    --speed-limit 1000 --speed-time 60 --output "$2" "$1"
}
