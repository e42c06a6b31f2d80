#!/usr/bin/env bash
# Installs urumi: programs, charts, themes, manual page, completions and the systemd unit.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/build.sh
. "$here/lib/build.sh"
# shellcheck source=lib/system.sh
. "$here/lib/system.sh"
# shellcheck source=lib/man.sh
. "$here/lib/man.sh"
# shellcheck source=lib/unit.sh
. "$here/lib/unit.sh"
trap clean_scratch EXIT

usage() {
  cat <<'U'
usage: scripts/install.sh [--prefix FOLDER] [--binary-from FOLDER] [--yes] [--dry-run]
       scripts/install.sh --uninstall [--prefix FOLDER] [--dry-run]

Installs urumi and urumi-server, charts, themes, manual page, completions for bash, zsh and fish, and the
systemd unit of `urumi serve` (which it doesn't start). Builds the release first, by run.sh, unless it's
current. Run it again to update; a service that runs is restarted then.

  --prefix FOLDER       where to; /usr/local unless said, or ~/.local for yourself alone
  --binary-from FOLDER  takes the programs from there instead of building them
  --uninstall           takes all of it away; settings and state stay
  --yes                 installs what building needs without asking
  --dry-run             only says what would be done
  --help                this page

DESTDIR is honoured, for making packages.
U
}

prefix=/usr/local binaries='' uninstall=no
while [ $# -gt 0 ]; do
  case $1 in
    --prefix | --binary-from)
      [ -n "${2:-}" ] || wrong_usage "$1 needs a value"
      if [ "$1" = --prefix ]; then prefix=$(realpath -ms -- "$2"); else binaries=$(realpath -ms -- "$2"); fi
      shift
      ;;
    --uninstall) uninstall=yes ;;
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
[[ $prefix != *[$' \t\n%"\\']* ]] || wrong_usage "the prefix must not have spaces, quotes or percent signs in it"

# Without root where the folder, or the nearest one there is above it, is the caller's.
nearest=$DESTDIR$prefix
while [ ! -e "$nearest" ]; do nearest=$(dirname "$nearest"); done
if [ -w "$nearest" ] && [ "$(id -u)" != 0 ]; then UNPRIVILEGED=yes; fi

share=$prefix/share
placed=("$prefix/bin/urumi" "$prefix/bin/urumi-server" "$share/urumi" "$share/man/man1/urumi.1"
  "$share/bash-completion/completions/urumi" "$share/zsh/site-functions/_urumi"
  "$share/fish/vendor_completions.d/urumi.fish" "$prefix/lib/systemd/system/urumi.service")

if [ "$uninstall" = yes ]; then
  if [ -z "$DESTDIR" ] && command -v systemctl >/dev/null && systemctl is-enabled --quiet urumi 2>/dev/null; then
    as_root systemctl disable --now urumi
  fi
  take_away "${placed[@]}"
  say "urumi is no longer in $DESTDIR$prefix. Settings and state stay: ~/.config/urumi, ~/.local/state/urumi, and on a server"
  say "/etc/urumi and /var/lib/urumi. What runs in the cluster goes on."
  exit
fi

if [ -z "$binaries" ]; then
  binaries=$RELEASE
  options=(--build-only)
  [ "$ASSUME_YES" = no ] || options+=(--yes)
  [ "$DRY_RUN" = no ] || options+=(--dry-run)
  release_current || "$here/run.sh" "${options[@]}" -- || fail "urumi could not be built"
fi
if [ ! -x "$binaries/urumi" ] || [ ! -x "$binaries/urumi-server" ]; then
  [ "$DRY_RUN" = yes ] || fail "urumi and urumi-server are not both in $binaries"
  for place in "${placed[@]}"; do say "would write: $DESTDIR$place"; done
  exit
fi
"$binaries/urumi" --version >/dev/null || fail "$binaries/urumi doesn't run on this machine"

scratch && files=$REPLY
man_page "$binaries/urumi" >"$files/man"
for shell in bash zsh fish; do "$binaries/urumi" completions "$shell" >"$files/$shell"; done
mkdir "$files/urumi"
cp -RL -- "$ROOT/helm" "$ROOT/themes" "$files/urumi/"
find "$files/urumi" -type d -exec chmod 755 {} + -o -type f -perm /111 -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
unit_text "$prefix/bin" >"$files/unit"

# put_tree FOLDER PLACE: the whole folder at once, so that what a version no longer has goes too.
put_tree() {
  local place=$DESTDIR$2
  if diff -rq -- "$1" "$place" >/dev/null 2>&1; then return 0; fi
  if [ "$DRY_RUN" = yes ]; then
    say "would write: $place"
    return 0
  fi
  as_owner rm -rf -- "$place.new" "$place.old"
  as_owner install -d -m 755 -- "${place%/*}"
  # Whatever the caller's umask: the service and other users read it too.
  as_owner cp -R -- "$1" "$place.new"
  as_owner chmod -R u=rwX,go=rX -- "$place.new"
  if [ -e "$place" ]; then as_owner mv -T -- "$place" "$place.old"; fi
  as_owner mv -T -- "$place.new" "$place"
  as_owner rm -rf -- "$place.old"
  WRITTEN=yes
  say "$place written"
}

# The server first: a urumi that is started meanwhile must find one that isn't older.
put_tree "$files/urumi" "$share/urumi"
put 755 root:root "$binaries/urumi-server" "$prefix/bin/urumi-server"
put 755 root:root "$binaries/urumi" "$prefix/bin/urumi"
put 644 root:root "$files/man" "$share/man/man1/urumi.1"
put 644 root:root "$files/bash" "$share/bash-completion/completions/urumi"
put 644 root:root "$files/zsh" "$share/zsh/site-functions/_urumi"
put 644 root:root "$files/fish" "$share/fish/vendor_completions.d/urumi.fish"
put 644 root:root "$files/unit" "$prefix/lib/systemd/system/urumi.service"

# A service that runs goes on with the former program until it's told. A run that was killed may have written everything.
renew_service() {
  local pid
  if [ -n "$DESTDIR" ] || ! command -v systemctl >/dev/null; then return 0; fi
  [ "$(systemctl show --property FragmentPath --value urumi 2>/dev/null)" = "$prefix/lib/systemd/system/urumi.service" ] || return 0
  pid=$(systemctl show --property MainPID --value urumi)
  if [ "$WRITTEN" = no ] && [[ $(readlink "/proc/$pid/exe") != *' (deleted)' ]]; then return 0; fi
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    say "Note: the service urumi runs the former version until root does: systemctl daemon-reload && systemctl try-restart urumi"
    return 0
  fi
  as_root systemctl daemon-reload
  as_root systemctl try-restart urumi
}
renew_service

verb='is'
[ "$DRY_RUN" = no ] || verb='would be'
say "urumi $verb in $DESTDIR$prefix."
case :$PATH: in
  *":$prefix/bin:"*) ;;
  *) say "Note: $prefix/bin is not on PATH; add it in ~/.profile." ;;
esac
say "Next: urumi --demo  to look around; urumi doctor  to see what is set up; on a server scripts/setup-prod.sh."
