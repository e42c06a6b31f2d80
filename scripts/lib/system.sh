# shellcheck shell=bash disable=SC2034
# Files of the system, under DESTDIR when that's set: made whole or not at all, and only when they differ.

DESTDIR=${DESTDIR:-}

WRITTEN=no                       # yes once something differed
UNPRIVILEGED=${UNPRIVILEGED:-no} # yes where the places are the caller's own

# as_owner COMMAND...: as root, unless the places are a DESTDIR's or the caller's.
as_owner() { if [ -n "$DESTDIR" ] || [ "$UNPRIVILEGED" = yes ]; then act "$@"; else as_root "$@"; fi; }

# owned OWNER: the options that make install(1) give a file this owner ("user:group"), where it's to have one.
owned() {
  OWNED=()
  if [ -z "$DESTDIR" ] && [ "$UNPRIVILEGED" = no ]; then OWNED=(-o "${1%:*}" -g "${1#*:}"); fi
}

# same_file FILE PLACE MODE: whether the place holds this already.
same_file() { cmp -s -- "$1" "$2" && [ "$(stat -c %a -- "$2")" = "$3" ]; }

# put MODE OWNER FILE PLACE: installs a file at DESTDIR/PLACE and says so.
put() {
  local place=$DESTDIR$4
  if same_file "$3" "$place" "$1"; then return 0; fi
  owned "$2"
  if [ "$DRY_RUN" = yes ]; then
    say "would write: $place (mode $1)"
    return 0
  fi
  [ -d "${place%/*}" ] || as_owner install -d -m 755 -- "${place%/*}" || fail "${place%/*} can't be made"
  { as_owner install -m "$1" "${OWNED[@]}" -- "$3" "$place.new" && as_owner mv -fT -- "$place.new" "$place"; } ||
    fail "$place can't be written"
  WRITTEN=yes
  say "$place written"
}

# put_folder MODE OWNER PLACE: a folder with this mode and owner, whatever it had before.
put_folder() {
  local place=$DESTDIR$3 seen
  seen=$(stat -c '%a %U:%G' -- "$place" 2>/dev/null) || seen=''
  owned "$2"
  if [ "${seen%% *}" = "${1#0}" ] && { [ "${#OWNED[@]}" = 0 ] || [ "${seen#* }" = "$2" ]; }; then return 0; fi
  as_owner install -d -m "$1" "${OWNED[@]}" -- "$place" || fail "$place can't be made"
}

# put_text MODE OWNER PLACE: the same with what is on stdin.
put_text() {
  local file
  scratch && file=$REPLY/text
  cat >"$file"
  put "$1" "$2" "$file" "$3"
}

# take_away PLACE...: what is there of these, and what an interrupted run left beside them.
take_away() {
  local place
  for place in "$@"; do
    as_owner_quiet rm -f -- "$DESTDIR$place.new"
    if [ -e "$DESTDIR$place" ] || [ -L "$DESTDIR$place" ]; then
      as_owner rm -rf -- "$DESTDIR$place" && { [ "$DRY_RUN" = yes ] || say "$DESTDIR$place removed"; }
    fi
  done
}
as_owner_quiet() { [ ! -e "${!#}" ] || as_owner "$@"; }

# need COMMAND WHERE-FROM: fails with a mend where a program is missing.
need() { command -v "$1" >/dev/null || fail "$1 is missing; $2"; }

# ask QUESTION: yes without asking by --yes, no where nobody can be asked.
ask() {
  local answer
  if [ "$ASSUME_YES" = yes ] || [ "$DRY_RUN" = yes ]; then return 0; fi
  { : </dev/tty; } 2>/dev/null || fail "nobody to ask here ($1); --yes goes ahead"
  printf '%s [y/N] ' "$1" >&2
  read -r answer </dev/tty || answer=n
  [[ $answer == [Yy]* ]]
}

is_domain() { [[ ${#1} -le 253 && $1 =~ ^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$ ]]; }
is_account() { [[ $1 =~ ^[a-z_][a-z0-9_-]{0,31}$ ]]; }

# wrong_usage TEXT: ends the script with status 2.
wrong_usage() {
  say "${0##*/}: $*; see --help"
  exit 2
}
