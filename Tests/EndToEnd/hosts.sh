#!/usr/bin/env bash
# update-hosts.sh, which rewrites /etc/hosts as root, attacked: whatever it's given and whenever it's
# stopped, nothing but its own block changes. And setup-hosts-manager.sh, which installs it.
# shellcheck disable=SC2016,SC2015,SC2317
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
world

HOSTS=$WORLD/root/etc/hosts
HELPER=$WORLD/update-hosts.sh
ORIGINAL=$WORLD/original
STATE=$WORLD/root/run/urumi-hosts.lock.d
mkdir -p "$WORLD/root/etc" "$WORLD/root/run"
# The helper takes its places from nobody, so that a copy with other ones is what can be tried here.
sed -e "s#^HOSTS=/etc/hosts\$#HOSTS=$HOSTS#" -e "s#^LOCK=/run/#LOCK=$WORLD/root/run/#" \
  -e "s#^DOMAINS=/usr/#DOMAINS=$WORLD/root/usr/#" "$REPOSITORY/scripts/update-hosts.sh" >"$HELPER"
chmod +x "$HELPER"
check "only its places were changed for these tests" \
  bash -c 'test "$(diff "$1" "$2" | grep -c "^>")" = 3' _ "$REPOSITORY/scripts/update-hosts.sh" "$HELPER"

helper() { "$HELPER" "$@"; }
hosts() { # hosts FORMAT: begins with this content
  # shellcheck disable=SC2059
  printf "$1" >"$HOSTS"
  chmod 644 "$HOSTS"
  cp "$HOSTS" "$ORIGINAL"
}
unchanged() { cmp "$HOSTS" "$ORIGINAL" && clean; }
clean() { # nothing lies about
  test -z "$(find "$WORLD/root/etc" -name '.hosts*' -o -name 'hosts.*')" && test -z "$(ls -A "$STATE" 2>/dev/null)"
}
holds_names() { test "$("$HELPER" list | tr '\n' ' ')" = "${*:+$* }"; }
without_block() { sed '/^# >>> urumi hosts >>>$/,/^# <<< urumi hosts <<<$/d' "$HOSTS"; }
standard='127.0.0.1 localhost\n::1 ip6-localhost\n192.0.2.7 vps1.example.org vps1\n'

echo "what it does"
hosts "$standard"
expect 0 "adds names" helper add shop.urumi.test boutique.urumi.test
check "they are in its block, once, at 127.0.0.1" bash -c 'diff "$1" - <<X
$(cat "$2")
# >>> urumi hosts >>>
127.0.0.1 boutique.urumi.test
127.0.0.1 shop.urumi.test
# <<< urumi hosts <<<
X' _ "$HOSTS" "$ORIGINAL"
expect 0 "adding them again" helper add shop.urumi.test
says "changes nothing" 'as it should be'
expect 0 "removes one" helper remove shop.urumi.test unknown.urumi.test
check "the other stays" holds_names boutique.urumi.test
expect 0 "syncs" helper sync c.urumi.test a.urumi.test
check "the block holds just what was given" holds_names a.urumi.test c.urumi.test
expect 0 "shows what it would write" helper --dry-run add d.urumi.test
check "and didn't" holds_names a.urumi.test c.urumi.test
expect 0 "syncs to nothing" helper sync
check "the file is as it was in the beginning, byte for byte" unchanged
expect 0 "has a help page" helper --help
expect 2 "needs a verb" helper
expect 2 "needs names to add" helper add
expect 2 "knows no other verb" helper rewrite shop.urumi.test
expect 2 "knows no other option" helper --file /etc/passwd add shop.urumi.test

echo "every byte of others stays"
long=$(printf '%03000d' 0)
for content in '' '\n' '127.0.0.1 localhost' "$standard" 'a\r\nb\r\n' 'a\r\nb' 'x\0y\n' '\0\0' '\377\376\n\n\n' "# $long" \
  '# >>> other >>>\n10.0.0.1 o.test\n# <<< other <<<\n' ' # >>> urumi hosts >>>\n' '# >>> urumi hosts >>> \n'; do
  hosts "$content"
  helper add b.urumi.test a.urumi.test 2>/dev/null && helper add c.urumi.test 2>/dev/null &&
    holds_names a.urumi.test b.urumi.test c.urumi.test && helper remove a.urumi.test 2>/dev/null &&
    helper sync 2>/dev/null
  check "of $(printf %q "${content:0:40}")" unchanged
done
hosts '10.0.0.1 first.test'
helper add a.urumi.test 2>/dev/null
printf '10.0.0.2 second.test' >>"$HOSTS"
helper add b.urumi.test 2>/dev/null
helper sync 2>/dev/null
check "what was added behind the block in the meantime stays a line of its own" \
  bash -c 'printf "10.0.0.1 first.test\n10.0.0.2 second.test" | cmp - "$1"' _ "$HOSTS"
hosts "$standard"
chmod 640 "$HOSTS"
if command -v setfattr >/dev/null; then setfattr -n user.note -v kept "$HOSTS" 2>/dev/null && noted=yes; fi
[ "$(id -u)" != 0 ] || chown 12:34 "$HOSTS"
before=$(stat -c '%a %u %g' "$HOSTS")
helper add a.urumi.test 2>/dev/null
check "owner and mode stay" test "$(stat -c '%a %u %g' "$HOSTS")" = "$before"
[ "${noted:-}" != yes ] || check "extended attributes stay" bash -c 'getfattr -n user.note "$1" | grep -q kept' _ "$HOSTS"
chmod 644 "$HOSTS"

echo "what isn't a store's name"
hosts "$standard"
label=$(printf 'a%.0s' {1..63})
refuses() { # refuses TITLE NAME: alone, and together with a good one
  run helper add good.urumi.test "$2"
  if [ "$CODE" = 2 ] && unchanged >/dev/null; then ok "$1"; else bad "$1" "$CODE $OUT $ERR"; fi
}
refuses "a newline and another's address" $'a.test\n6.6.6.6 bank.test'
refuses "a newline at the end" $'a.test\n'
refuses "a carriage return" $'a.test\r'
refuses "a path upwards" ../../etc/passwd
refuses "a space" 'a.test b.test'
refuses "a tab" $'a.test\tb.test'
refuses "a comment" 'a.test#'
refuses "an option" --help.test
refuses "a hyphen first" -a.test
refuses "a hyphen last" a.test-
refuses "a hyphen at a label's end" a-.test
refuses "upper case" Shop.test
refuses "a letter that isn't ASCII" shöp.test
refuses "a letter that only looks like one" $'\xd0\xb0.test'
refuses "bytes that aren't UTF-8" $'a\xff.test'
refuses "a control byte" $'a\x01.test'
refuses "an escape sequence" $'\e[2Ja.test'
refuses "an asterisk" '*.test'
refuses "a shell's substitution" '$(id).test'
refuses "a backslash" 'a\.test'
refuses "an underscore" a_b.test
refuses "an empty one" ''
refuses "an empty label" a..test
refuses "a dot first" .a.test
refuses "a dot last" a.test.
refuses "an IPv4 address" 10.0.0.1
refuses "a number like one" 127.1
refuses "an IPv6 address" ::1
refuses "localhost" localhost
refuses "what resolves by itself" shop.localhost
refuses "localhost.localdomain" localhost.localdomain
refuses "a name without a dot" gateway
refuses "a label of 64" "a$label.test"
refuses "254 characters" "$label.$label.$label.${label:0:57}.test"
expect 0 "253 characters are a name" helper add "$label.$label.$label.${label:0:56}.test"
helper sync 2>/dev/null
check "the file is as it was" unchanged
mapfile -t many < <(seq -f 'n%.0f.urumi.test' 5001)
run helper sync "${many[@]}"
check "5001 names are too many" test "$CODE" = 2
expect 0 "5000 aren't" helper sync "${many[@]:1}"
expect 1 "one more is" helper add "${many[0]}"
helper sync 2>/dev/null

echo "others' lines"
hosts "${standard}10.1.2.3\tTaken.urumi.test # mine.urumi.test\n"
expect 0 "a name that another line holds" helper add taken.urumi.test vps1.example.org mine.urumi.test
says "stays with it, and that's said" 'taken.urumi.test is in another line'
check "one that only a comment has is added" holds_names mine.urumi.test
refuses_block() { # refuses_block TITLE FORMAT
  hosts "$2"
  run helper add a.urumi.test
  if [ "$CODE" = 1 ] && unchanged >/dev/null; then ok "$1"; else bad "$1" "$CODE $OUT $ERR"; fi
  run helper sync
  [ "$CODE" = 1 ] && unchanged >/dev/null || bad "$1 (sync)" "$CODE $ERR"
}
b='# >>> urumi hosts >>>\n' e='# <<< urumi hosts <<<\n'
refuses_block "a begin without an end is left alone" "1.1.1.1 x\n${b}127.0.0.1 a.test\n1.1.1.2 y\n"
refuses_block "an end without a begin" "1.1.1.1 x\n127.0.0.1 a.test\n${e}1.1.1.2 y\n"
refuses_block "an end before its begin" "$e${b}"
refuses_block "two blocks" "$b$e$b$e"
refuses_block "a begin within the block" "$b$b$e"
refuses_block "another's address in the block" "${b}10.0.0.9 a.test\n$e"
refuses_block "another's comment in the block" "${b}# mine\n$e"
refuses_block "another's block in the block" "$b# >>> other >>>\n10.0.0.9 a.test\n# <<< other <<<\n$e"
refuses_block "a marker in another's block" "# >>> other >>>\n${b}10.0.0.9 a.test\n# <<< other <<<\n"
refuses_block "a NUL in the block" "${b}127.0.0.1 a.test\0\n$e"
refuses_block "a blank line in the block" "$b\n$e"
hosts "1.1.1.1 x\r\n# >>> urumi hosts >>>\r\n127.0.0.1 a.test\r\n# <<< urumi hosts <<<\r\n1.1.1.2 y\r\n"
expect 0 "a block that an editor gave CRLF is still known" helper sync
check "and goes" bash -c 'printf "1.1.1.1 x\r\n1.1.1.2 y\r\n" | cmp - "$1"' _ "$HOSTS"

echo "what isn't a hosts file"
hosts "$standard"
mv "$HOSTS" "$WORLD/elsewhere" && ln -s "$WORLD/elsewhere" "$HOSTS"
expect 1 "a symbolic link is not followed" helper add a.urumi.test
check "what it leads to stays" cmp "$WORLD/elsewhere" "$ORIGINAL"
rm "$HOSTS" && mkfifo "$HOSTS"
expect 1 "a pipe" helper add a.urumi.test
rm "$HOSTS" && mkdir "$HOSTS"
expect 1 "a folder" helper add a.urumi.test
rmdir "$HOSTS"
expect 1 "nothing" helper add a.urumi.test

echo "what the caller brings along"
hosts "$standard"
mkdir "$WORLD/evil"
for tool in cat cp dd flock grep head mktemp mv rm sort stat sync tail truncate; do
  printf '#!/bin/sh\ntouch %s/pwned\n' "$WORLD" >"$WORLD/evil/$tool"
  chmod +x "$WORLD/evil/$tool"
done
echo "touch $WORLD/pwned" >"$WORLD/evil/rc"
export -f hosts >/dev/null
stat() { touch "$WORLD/pwned"; }
export -f stat
expect 0 "PATH, BASH_ENV, functions, IFS, SHELLOPTS and TMPDIR have no effect" env PATH="$WORLD/evil:$PATH" \
  BASH_ENV="$WORLD/evil/rc" ENV="$WORLD/evil/rc" IFS=/ SHELLOPTS=noexec:xtrace PS4="\$(touch $WORLD/pwned)" TMPDIR=/nowhere \
  GREP_OPTIONS=-v POSIXLY_CORRECT=1 HOSTS=/etc/passwd LOCK=/nowhere CDPATH=/ GLOBIGNORE='*' "$HELPER" add a.urumi.test
unset -f stat
export -nf hosts
check "nothing of it ran" test ! -e "$WORLD/pwned"
check "and the name is there" holds_names a.urumi.test
limited() { bash -c 'ulimit -f 0; umask 0777; exec "$@"' _ "$HELPER" add b.urumi.test; }
run limited
check "a limit on file sizes and a umask leave a whole file" test "$(without_block)" = "$(cat "$ORIGINAL")"
helper sync 2>/dev/null
check "with its mode" test "$(command stat -c %a "$HOSTS")" = 644

echo "two at once"
hosts "$standard"
for number in {1..50}; do
  helper add "n$number.urumi.test" 2>/dev/null &
  helper add "m$number.urumi.test" 2>/dev/null &
done
wait
check "100 at a time: every name is there" test "$("$HELPER" list | wc -l)" = 100
for number in {1..50}; do
  helper remove "n$number.urumi.test" 2>/dev/null &
  helper remove "m$number.urumi.test" 2>/dev/null &
done
wait
check "and gone again; the file is as it was" unchanged
reader() { # a reader meets old or new, never half
  while [ ! -e "$WORLD/stop" ]; do
    tail -n 1 "$HOSTS" | grep -qxE '192.0.2.7 .*|# <<< urumi hosts <<<' || touch "$WORLD/torn"
  done
}
reader &
for number in {1..25}; do
  helper add "n$number.urumi.test" 2>/dev/null
  [ $((number % 3)) != 0 ] || helper sync 2>/dev/null
done
touch "$WORLD/stop"
wait
check "a reader never meets half a file" test ! -e "$WORLD/torn"
helper sync 2>/dev/null

if command -v strace >/dev/null && strace -qq -o /dev/null true 2>/dev/null; then
  echo "kill -9 at its system calls"
  hosts "${standard}10.0.0.1 last"
  helper add a.urumi.test b.urumi.test 2>/dev/null
  cp "$HOSTS" "$WORLD/new"
  kills=0 lost=0
  kill_at() { # kill_at WHO CALL NUMBER
    cp "$ORIGINAL" "$HOSTS"
    (
      strace "$1" -qq -o /dev/null -e "trace=$2" -e "inject=$2:signal=KILL:when=$3" "$HELPER" add a.urumi.test b.urumi.test
      true # so that this shell is the one to say "Killed"
    ) >/dev/null 2>&1
    within 5 flock -n "$WORLD/root/run/urumi-hosts.lock" true # a child may have outlived it
    kills=$((kills + 1))
    if ! cmp -s "$HOSTS" "$ORIGINAL" && ! cmp -s "$HOSTS" "$WORLD/new"; then lost=$((lost + 1)); fi
    helper add a.urumi.test b.urumi.test 2>/dev/null
    cmp -s "$HOSTS" "$WORLD/new" && clean || lost=$((lost + 1))
  }
  for call in openat write read dup2 clone,clone3,vfork wait4 execve close,close_range rename,renameat,renameat2 \
    fsync,fdatasync,sync unlink,unlinkat newfstatat ioctl,flock utimensat fchmod,fchmodat,fchown,fchownat; do
    case $call in
      openat | write | clone* | wait4) numbers=$(seq 1 3 40) ;;
      newfstatat | close* | read | dup2) numbers=$(seq 1 5 36) ;;
      *) numbers='1 2 3' ;;
    esac
    for number in $numbers; do
      kill_at -q "$call" "$number"
      kill_at -f "$call" "$number"
    done
  done
  if [ "$lost" = 0 ]; then ok "$kills kills: old or new each time, and the next run completes it"; else
    bad "$lost of $kills kills left something else"
  fi
  helper sync 2>/dev/null
  check "nothing is left of them" unchanged
fi

# A mount namespace of our own, with the tests' file over /etc/hosts, and /etc on a disk of its own.
inside() { # inside COMMANDS: with the helper itself, in $HELPER
  unshare -m bash -euc "mount --make-rprivate /; $1" 2>&1
}
if [ "$(id -u)" = 0 ] && inside true >/dev/null; then
  export HOSTS HELPER ORIGINAL WORLD STATE
  echo "a full disk"
  hosts "${standard}10.0.0.1 last"
  full='mount -t tmpfs -o size=64k none "$WORLD/root/etc"; cp "$ORIGINAL" "$HOSTS"
    { dd if=/dev/zero of="$WORLD/root/etc/fill" bs=1k || :; } 2>/dev/null'
  check "a file that can't be written changes nothing" inside "$full"'
    ! "$HELPER" add a.urumi.test; cmp "$HOSTS" "$ORIGINAL"; test "$(ls -A "$WORLD/root/etc" | wc -l)" = 2
    rm "$WORLD/root/etc/fill"; "$HELPER" add a.urumi.test; "$HELPER" sync; cmp "$HOSTS" "$ORIGINAL"'
  check "one that gets half of its room changes nothing" inside "$full"'
    truncate -s -4096 "$WORLD/root/etc/fill"; ! "$HELPER" add $(seq -f n%.0f.urumi.test 900); cmp "$HOSTS" "$ORIGINAL"'
  check "no room for its notes changes nothing" inside 'cp "$ORIGINAL" "$HOSTS"
    mount -t tmpfs -o size=4k none "$WORLD/root/run"; { dd if=/dev/zero of="$WORLD/root/run/fill" bs=1k || :; } 2>/dev/null
    ! "$HELPER" add $(seq -f n%.0f.urumi.test 900); cmp "$HOSTS" "$ORIGINAL"; test ! -e "$WORLD"/root/etc/.hosts.urumi*'
  check "a disk that can only be read changes nothing" inside 'mount --bind "$WORLD/root/etc" "$WORLD/root/etc"
    cp "$ORIGINAL" "$HOSTS"; mount -o remount,bind,ro "$WORLD/root/etc"
    ! "$HELPER" add a.urumi.test; cmp "$HOSTS" "$ORIGINAL"'

  echo "a mounted file, as in containers"
  mounted='cp "$ORIGINAL" "$WORLD/volume"; cp "$ORIGINAL" "$HOSTS"; mount --bind "$WORLD/volume" "$HOSTS"'
  check "is rewritten in place, and back" inside "$mounted"'
    "$HELPER" add a.urumi.test; "$HELPER" list | grep -qx a.urumi.test; "$HELPER" sync; cmp "$HOSTS" "$ORIGINAL"
    test -z "$(ls -A "$STATE")"'
  check "on a full disk it stays as it was" inside 'mkdir -p "$WORLD/small"; mount -t tmpfs -o size=64k none "$WORLD/small"
    cp "$ORIGINAL" "$WORLD/small/volume"; mount --bind "$WORLD/small/volume" "$HOSTS"
    { dd if=/dev/zero of="$WORLD/small/fill" bs=1k || :; } 2>/dev/null
    ! "$HELPER" add $(seq -f n%.0f.urumi.test 900); cmp "$HOSTS" "$ORIGINAL"'
  # What a kill in the middle of the rewriting leaves: the first bytes new, the others old.
  check "a rewriting that was killed anywhere is taken back by the next run" inside "$mounted"'
    "$HELPER" add a.urumi.test b.urumi.test; cp "$HOSTS" "$WORLD/new"; length=$(stat -c %s "$WORLD/new")
    for at in $(seq 0 17 "$length") "$length"; do
      if [ $((at % 2)) = 0 ]; then cp "$ORIGINAL" "$STATE/last"; cp "$WORLD/new" "$STATE/next"
      else cp "$WORLD/new" "$STATE/last"; cp "$ORIGINAL" "$STATE/next"; fi
      end=$(stat -c %s "$STATE/next"); [ "$at" -le "$end" ] || at=$end
      { head -c "$at" "$STATE/next"; tail -c "+$((at + 1))" "$STATE/last"; } >"$HOSTS"
      "$HELPER" add c.urumi.test; "$HELPER" sync; cmp "$HOSTS" "$ORIGINAL"; test -z "$(ls -A "$STATE")"
    done'
  check "what somebody else wrote since then stays" inside "$mounted"'
    cp "$ORIGINAL" "$STATE/last"; printf "new" >"$STATE/next"; printf "10.9.9.9 theirs\n" >"$HOSTS"
    "$HELPER" add c.urumi.test; "$HELPER" sync; test "$(cat "$HOSTS")" = "10.9.9.9 theirs"'
fi

echo "setup-hosts-manager.sh"
setup() { "$REPOSITORY/scripts/setup-hosts-manager.sh" "$@"; }
expect 0 "has a help page" setup --help
expect 2 "knows no other option" setup --nonsense
expect 2 "takes no user that isn't one" setup --user 'a b' --dry-run
expect 2 "takes no domain that isn't one" setup --domain '../x' --dry-run
if command -v visudo >/dev/null; then
  root=$WORLD/target
  mkdir -p "$root/etc/sudoers.d"
  expect 0 "says what it would do" setup --dry-run --user nobody --root "$root"
  says "names the helper's place" '/usr/local/lib/urumi/update-hosts.sh'
  check "and does none of it" test ! -e "$root/usr"
  expect 0 "installs" setup --user nobody --domain urumi.test --root "$root"
  rule=$root/etc/sudoers.d/urumi-hosts
  check "the helper, for everyone to run and nobody to write" test "$(stat -c %a "$root/usr/local/lib/urumi/update-hosts.sh")" = 755
  check "a rule that visudo finds right" visudo -cqf "$rule"
  check "for that user and that path alone, as root" grep -q '^nobody ALL=(root:root) NOSETENV: NOPASSWD: /usr/local/lib/urumi/update-hosts.sh$' "$rule"
  check "closed to others" test "$(stat -c %a "$rule")" = 440
  cp "$HOSTS" "$root/etc/hosts"
  mkdir "$root/run"
  installed=$root/usr/local/lib/urumi/update-hosts.sh
  expect 2 "a name elsewhere is refused" "$installed" add shop.example.org
  expect 2 "one that only ends alike too" "$installed" add shop.notourumi.test
  expect 0 "one under the domain isn't" "$installed" add shop.urumi.test
  find "$root" -type f -exec sha256sum {} + | sort >"$WORLD/first"
  expect 0 "a second run" setup --user nobody --domain urumi.test --root "$root"
  check "changes nothing" bash -c 'find "$1" -type f -exec sha256sum {} + | sort | cmp - "$2"' _ "$root" "$WORLD/first"
  expect 0 "uninstalls" setup --uninstall --root "$root"
  check "helper, rule and block are gone" bash -c 'test ! -e "$1/usr/local/lib/urumi" && test ! -e "$2" && cmp "$1/etc/hosts" "$3"' \
    _ "$root" "$rule" "$HOSTS"
  expect 0 "a second time too" setup --uninstall --root "$root"
fi
results
