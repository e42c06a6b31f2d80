#!/bin/bash -p
# Keeps one block of names in /etc/hosts, each at 127.0.0.1. It's made to be run as root on behalf of
# others: it can change nothing but its own block, takes nothing from the environment, and replaces the
# file whole. No ::1: Kind and k3s publish their ports on IPv4, so that it would only cost a failed try.
# shellcheck disable=SC2015 # in `A && B || fail`, fail is for either
set -euo pipefail
# Started with -p, bash has imported no function and read no file; now nothing of the environment is left.
# shellcheck disable=SC2046
unset -v $(compgen -e) 2>/dev/null || : # SHELLOPTS can't be unset; -p has kept it from being read
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
exec </dev/null
ulimit -f unlimited -t unlimited 2>/dev/null || true
trap '' XFSZ

HOSTS=/etc/hosts
LOCK=/run/urumi-hosts.lock # in a folder that only root writes to, so that nobody else can hold it
DOMAINS=/usr/local/lib/urumi/hosts-domains
ADDRESS=127.0.0.1
BEGIN='# >>> urumi hosts >>>'
BEGIN_JOINED='# >>> urumi hosts, and the newline before this line >>>'
END='# <<< urumi hosts <<<'
MOST_NAMES=5000
DRY_RUN=no

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "update-hosts.sh: $*"
  exit 1
}
wrong() {
  say "update-hosts.sh: $*"
  exit 2
}

usage() {
  cat <<'U'
usage: update-hosts.sh [--dry-run] add NAME... | remove NAME... | sync [NAME...] | list

Keeps urumi's block in /etc/hosts, which leads store names to 127.0.0.1; everything else in the file stays
as it is, byte for byte.

  add     puts names into the block
  remove  takes names out; the block goes with its last one
  sync    makes the block hold just these names
  list    prints the names in it (needs no root)

  --dry-run  only prints the block as it would be
  --help     this page

Names are host names in lower case with at least one dot, such as shop.urumi.test; localhost, numbers and
names that other lines of the file hold are not taken. Exit codes: 0 done, 1 failed, 2 wrong usage.
U
}

# check_name NAME: a host name by RFC 1123 whose last label starts with a letter.
check_name() {
  local label='[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?' shown
  printf -v shown '%q' "${1:0:80}"
  [ "${#1}" -le 253 ] && [[ $1 != *[!a-z0-9.-]* ]] &&
    [[ $1 =~ ^($label\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$ ]] ||
    wrong "$shown is not a host name such as shop.urumi.test (lower case, at most 253 characters)"
  case $1 in
    *.localhost | localhost.*) wrong "$shown resolves by itself" ;;
  esac
  domain_allowed "$1" || wrong "$shown is under none of the domains in $DOMAINS"
}

domain_allowed() {
  local domain
  [ -e "$DOMAINS" ] || return 0
  while IFS= read -r domain; do
    if [ -n "$domain" ] && [[ $1 == *".$domain" ]]; then return 0; fi
  done <"$DOMAINS"
  return 1
}

# Sets SIZE, START and STOP (the block's first byte and the one after it; START = STOP where there's none),
# JOINED (whether the block brought the newline before it) and NAMES (a file, sorted).
read_block() {
  local found line cr=$'\r' label='[a-z0-9]([a-z0-9-]*[a-z0-9])?'
  SIZE=$(stat -c %s -- "$1") START=$SIZE STOP=$SIZE JOINED=no
  : >"$NAMES"
  found=$(grep -abnxE -e "($BEGIN|$BEGIN_JOINED|$END)$cr?" -- "$1") || [ $? = 1 ] || fail "$1 can't be read"
  [ -n "$found" ] || return 0
  mapfile -t found <<<"${found//$cr/}"
  [ "${#found[@]}" = 2 ] && [[ ${found[0]#*:*:} == "$BEGIN"* || ${found[0]#*:*:} == "$BEGIN_JOINED" ]] &&
    [ "${found[1]#*:*:}" = "$END" ] ||
    fail "the markers of urumi's block don't pair up (lines ${found[*]%%:*} of $1); mend them, then try again"
  [ "${found[0]#*:*:}" != "$BEGIN_JOINED" ] || JOINED=yes
  line=${found[0]%%:*}
  START=${found[0]#*:} START=${START%%:*} STOP=${found[1]#*:} STOP=${STOP%%:*}
  tail -c "+$((START + 1))" -- "$1" | head -c "$((STOP - START))" | tail -n +2 >"$NAMES.lines"
  # Only what this program could have written may go.
  if grep -aqvxE -e "$ADDRESS ($label\.)+$label$cr?" -- "$NAMES.lines"; then
    fail "urumi's block (line $line of $1) holds lines that aren't urumi's; move them out of it, then try again"
  fi
  tr -d '\r' <"$NAMES.lines" | cut -d ' ' -f 2 | sort -u >"$NAMES"
  STOP=$((STOP + $(tail -c "+$((STOP + 1))" -- "$1" | head -n 1 | wc -c)))
}

# Takes out of the file $2 the names that lines of $1 outside of the block hold already.
drop_foreign() {
  local line word words taken=()
  { head -c "$START" -- "$1" && tail -c "+$((STOP + 1))" -- "$1"; } >"$NAMES.other"
  while IFS= read -r line; do
    read -ra words <<<"${line%%#*}"
    for word in "${words[@]:1}"; do taken+=("${word,,}"); done
  done < <(tr -d '\0\r' <"$NAMES.other" | grep -aiF -f "$2" || true)
  [ "${#taken[@]}" -gt 0 ] || return 0
  printf '%s\n' "${taken[@]}" | sort -u | comm -12 - "$2" >"$NAMES.taken"
  while IFS= read -r word; do
    say "$word is in another line of $HOSTS already; left as it is"
  done <"$NAMES.taken"
  comm -23 "$2" "$NAMES.taken" >"$NAMES.kept"
  mv -f -- "$NAMES.kept" "$2"
}

# The block for the names in $1; nothing for none. JOINED says whether it brings a newline.
block() {
  local name
  [ -s "$1" ] || return 0
  if [ "$JOINED" = yes ]; then printf '%s\n' "$BEGIN_JOINED"; else printf '%s\n' "$BEGIN"; fi
  while IFS= read -r name; do printf '%s %s\n' "$ADDRESS" "$name"; done <"$1"
  printf '%s\n' "$END"
}

# compose NAMES FILE: the hosts file as it shall be.
compose() {
  local before=$START glue='' text
  if [ "$START" = "$STOP" ] && [ "$SIZE" -gt 0 ] && [ "$(tail -c 1 -- "$HOSTS" | wc -l)" = 0 ]; then
    JOINED=yes glue=$'\n'
  elif [ ! -s "$1" ] && [ "$JOINED" = yes ] && [ "$STOP" = "$SIZE" ] && [ "$START" -gt 0 ]; then
    before=$((START - 1)) # the newline was the block's, and nothing follows that needs it
  fi
  text=$glue$(block "$1" && echo .)
  text=${text%.}
  { head -c "$before" -- "$HOSTS" && printf %s "$text" && tail -c "+$((STOP + 1))" -- "$HOSTS"; } >"$2" ||
    fail "$2 can't be written; $HOSTS is as it was"
  [ "$(stat -c %s -- "$2")" = $((before + ${#text} + SIZE - STOP)) ] ||
    fail "$2 came out incomplete; $HOSTS is as it was"
}

is_mounted() { # a file that is a mount of its own, as in containers, can't be replaced by a rename
  local point
  while read -r _ _ _ _ point _; do [ "$point" != "$HOSTS" ] || return 0; done </proc/self/mountinfo
  return 1
}

# Replaces what's in the file by $FOLDER/next; what was in it is in $FOLDER/last until that's done.
rewrite() {
  dd if="$FOLDER/next" of="$HOSTS" bs=64M conv=notrunc,fsync status=none &&
    truncate -s "$(stat -c %s -- "$FOLDER/next")" -- "$HOSTS" && sync -- "$HOSTS"
}

replace_in_place() {
  cp -- "$HOSTS" "$FOLDER/last.new" && sync -- "$FOLDER/last.new" "$FOLDER/next" &&
    mv -f -- "$FOLDER/last.new" "$FOLDER/last" || fail "$HOSTS can't be saved first; it is as it was"
  if ! rewrite; then
    cp -- "$FOLDER/last" "$FOLDER/next"
    rewrite || fail "$HOSTS can't be written; what it held is in $FOLDER/last"
    rm -f -- "$FOLDER/last" "$FOLDER/next"
    fail "$HOSTS can't be written; it is as it was"
  fi
  rm -f -- "$FOLDER/last" "$FOLDER/next"
}

# An earlier run that was killed while it rewrote a mounted file left a mix of old and new behind.
recover() {
  local same
  if [ -e "$FOLDER/last" ] && [ -e "$FOLDER/next" ]; then
    same=$(cmp -- "$HOSTS" "$FOLDER/next" 2>&1 | sed -n 's/.* differ: [a-z]* \([0-9]*\).*/\1/p') || :
    if [ -n "$same" ]; then
      same=$((same - 1))
    else # one is the other's beginning
      same=$(stat -c %s -- "$HOSTS" "$FOLDER/next" | sort -n | head -n 1)
    fi
    if { head -c "$same" -- "$FOLDER/next" && tail -c "+$((same + 1))" -- "$FOLDER/last"; } |
      cmp -s -- - "$HOSTS"; then
      cp -- "$FOLDER/last" "$FOLDER/next"
      rewrite || fail "$HOSTS can't be mended; what it held is in $FOLDER/last"
      say "mended $HOSTS, which an interrupted run had left half written"
    fi
  fi
  rm -f -- "$FOLDER/last" "$FOLDER/last.new" "$FOLDER/next"
}

replace_whole() {
  local new=$1 folder=${HOSTS%/*}
  sync -- "$new" && mv -fT -- "$new" "$HOSTS" || fail "$HOSTS can't be replaced; it is as it was"
  sync -- "$folder"
}

while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) DRY_RUN=yes ;;
    --help | -h)
      usage
      exit
      ;;
    *) break ;;
  esac
  shift
done
verb=${1:-}
[ $# = 0 ] || shift
case $verb in
  add | remove) [ $# -gt 0 ] || wrong "$verb needs names; see --help" ;;
  sync) ;;
  list) [ $# = 0 ] || wrong "list takes no names" ;;
  *) wrong "add, remove, sync or list is needed; see --help" ;;
esac
[ $# -le "$MOST_NAMES" ] || wrong "$# names are too many; at most $MOST_NAMES"
for name in "$@"; do check_name "$name"; done

[ ! -L "$HOSTS" ] || fail "$HOSTS is a symbolic link; put what it leads to under its own tool, or replace it by a file"
[ -f "$HOSTS" ] || fail "$HOSTS is not a file"
FOLDER=$LOCK.d NEW=''
if [ "$verb" = list ] || [ "$DRY_RUN" = yes ]; then
  FOLDER=$(mktemp -d) # nothing shared is touched, so no lock is needed
  trap 'rm -rf -- "$FOLDER"' EXIT
else
  [ -w "$HOSTS" ] && { exec 9>>"$LOCK"; } 2>/dev/null ||
    if [ "$EUID" = 0 ]; then fail "$HOSTS or $LOCK can't be written"; else fail "this needs root: sudo $0 $verb"; fi
  flock -w 30 9 || fail "another update of $HOSTS takes longer than 30 s; try again"
  trap '' INT TERM HUP # it takes milliseconds; half of it would only have to be cleared up later
  (umask 077 && mkdir -p -- "$FOLDER")
  recover
  rm -f -- "${HOSTS%/*}"/.hosts.urumi.*
  trap 'rm -f -- "$NEW" "$FOLDER"/names*' EXIT
fi
NAMES=$FOLDER/names
read_block "$HOSTS"
if [ "$verb" = list ]; then
  cat -- "$NAMES"
  exit
fi

{ [ $# = 0 ] || printf '%s\n' "$@"; } | sort -u >"$NAMES.given"
case $verb in
  add) sort -u -- "$NAMES" "$NAMES.given" >"$NAMES.wanted" ;;
  remove) comm -23 "$NAMES" "$NAMES.given" >"$NAMES.wanted" ;;
  sync) cat -- "$NAMES.given" >"$NAMES.wanted" ;;
esac
if [ "$verb" != remove ] && [ -s "$NAMES.wanted" ]; then drop_foreign "$HOSTS" "$NAMES.wanted"; fi
[ "$(wc -l <"$NAMES.wanted")" -le "$MOST_NAMES" ] || fail "the block would hold more than $MOST_NAMES names"

if [ "$DRY_RUN" = yes ]; then
  block "$NAMES.wanted"
elif cmp -s -- "$NAMES" "$NAMES.wanted"; then
  say "$HOSTS is as it should be"
elif is_mounted; then
  compose "$NAMES.wanted" "$FOLDER/next"
  replace_in_place
  say "$HOSTS: $(wc -l <"$NAMES.wanted") names in urumi's block"
else
  NEW=$(mktemp -- "${HOSTS%/*}/.hosts.urumi.XXXXXXXX") || fail "no file can be made beside $HOSTS; it is as it was"
  compose "$NAMES.wanted" "$NEW"
  # Owner, mode, access lists and security label as they were; the times are new.
  cp --attributes-only --preserve=all -- "$HOSTS" "$NEW" && touch -- "$NEW" ||
    fail "the new file can't be given the owner and mode of $HOSTS; it is as it was"
  replace_whole "$NEW"
  NEW=''
  say "$HOSTS: $(wc -l <"$NAMES.wanted") names in urumi's block"
fi
