#!/usr/bin/env bash
# Lets a group or a user keep urumi's block in /etc/hosts up to date: one helper, run by one sudo rule.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/system.sh
. "$here/lib/system.sh"
trap clean_scratch EXIT

HELPER=/usr/local/lib/urumi/update-hosts.sh
DOMAINS=/usr/local/lib/urumi/hosts-domains
RULE=/etc/sudoers.d/urumi-hosts

usage() {
  cat <<'U'
usage: scripts/setup-hosts-manager.sh [--group NAME | --user NAME] [--domain DOMAIN]... [--dry-run]
       scripts/setup-hosts-manager.sh --uninstall [--dry-run]

Installs update-hosts.sh as /usr/local/lib/urumi/update-hosts.sh, root's own, with a sudo rule that lets the
group or user run just that, as root, without a password. It can change nothing but urumi's block of
/etc/hosts. Then stores under a BASE_DOMAIN without DNS, such as urumi.test, are reached by name from here.

  --group NAME     who may run it; urumi unless said (made where it's missing)
  --user NAME      one user instead
  --domain DOMAIN  only names under this domain are taken; may be repeated (any name otherwise)
  --uninstall      takes helper, rule and urumi's block out again
  --root FOLDER    works in FOLDER as if it were /, for packaging and tests
  --dry-run        only says what would be done
  --help           this page
U
}

who='' domains=() uninstall=no
while [ $# -gt 0 ]; do
  case $1 in
    --group | --user | --domain | --root)
      [ $# -gt 1 ] || wrong_usage "$1 needs a value"
      case $1 in
        --group)
          is_account "$2" || wrong_usage "$2 is no group's name"
          who=%$2
          ;;
        --user)
          is_account "$2" || wrong_usage "$2 is no user's name"
          who=$2
          ;;
        --domain)
          is_domain "$2" || wrong_usage "$2 is no domain in lower case"
          domains+=("$2")
          ;;
        --root) DESTDIR=$(realpath -- "$2") || fail "there is no folder $2" ;;
      esac
      shift
      ;;
    --uninstall) uninstall=yes ;;
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
who=${who:-%urumi}

if [ "$uninstall" = yes ]; then
  if [ -x "$DESTDIR$HELPER" ]; then as_owner "$DESTDIR$HELPER" sync; fi
  take_away "$RULE" "$HELPER" "$DOMAINS"
  if [ -d "$DESTDIR${HELPER%/*}" ]; then as_owner rmdir --ignore-fail-on-non-empty -- "$DESTDIR${HELPER%/*}"; fi
  say "Nothing of the hosts helper is left; stores need DNS, or a BASE_DOMAIN that resolves by itself."
  exit
fi

need visudo "install sudo"
[ -d "$DESTDIR/etc/sudoers.d" ] || fail "there is no $DESTDIR/etc/sudoers.d; install sudo, and let /etc/sudoers include it"
if [ -z "$DESTDIR" ]; then
  [ ! -L /etc/hosts ] || fail "/etc/hosts is a symbolic link; use a BASE_DOMAIN that resolves by itself, such as localhost"
  # Who can write to a folder above the helper could put another one in its place.
  for folder in /usr /usr/local /usr/local/lib; do
    if [ "$(stat -c %u "$folder")" != 0 ] || [ -n "$(find "$folder" -maxdepth 0 -perm /002)" ]; then
      fail "$folder isn't root's alone; mend its owner and mode first"
    fi
    [ -z "$(find "$folder" -maxdepth 0 -perm /020)" ] ||
      say "Note: the group $(stat -c %G "$folder") can write to $folder, and so become root by this rule."
  done
  case $who in
    %*) getent group "${who#%}" >/dev/null || as_root groupadd --system "${who#%}" ;;
    *) getent passwd "$who" >/dev/null || fail "there is no user $who" ;;
  esac
fi

# Under another root the helper works on that one's file.
scratch && files=$REPLY
sed -e "s#^HOSTS=/#HOSTS=$DESTDIR/#" -e "s#^LOCK=/#LOCK=$DESTDIR/#" -e "s#^DOMAINS=/#DOMAINS=$DESTDIR/#" \
  "$here/update-hosts.sh" >"$files/helper"
cat >"$files/rule" <<R
# Lets urumi keep its block of /etc/hosts. Installed by setup-hosts-manager.sh.
$who ALL=(root:root) NOSETENV: NOPASSWD: $HELPER
R
visudo -cqf "$files/rule" >&2 || fail "visudo refuses the rule; nothing was installed"

put 755 root:root "$files/helper" "$HELPER"
if [ "${#domains[@]}" -gt 0 ]; then
  printf '%s\n' "${domains[@]}" | put_text 644 root:root "$DOMAINS"
else
  take_away "$DOMAINS"
fi
put 440 root:root "$files/rule" "$RULE"

case $who in
  %*) say "Members of the group ${who#%} may run it; add one: sudo usermod -aG ${who#%} USER (and log in again)." ;;
  *) say "$who may run it." ;;
esac
say "Next: set BASE_DOMAIN, say to urumi.test; new stores get their names by themselves, and"
say "      urumi hosts sync  brings in those that are there already."
