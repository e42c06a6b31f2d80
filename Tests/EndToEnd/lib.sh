# shellcheck shell=bash disable=SC2034
# What the end-to-end tests share: a world of their own, checks, waiting for conditions, terminals.

REPOSITORY=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
HERE=$REPOSITORY/Tests/EndToEnd
PROGRAMS=${URUMI_PROGRAMS:-$REPOSITORY/.build/release}
PATH=$PROGRAMS:$PATH
export PYTHONDONTWRITEBYTECODE=1
export PATH

PASSED=0 FAILED=0 OUT='' ERR='' CODE=0
WORLD=''
PATIENCE=${PATIENCE:-60} # seconds that a condition may take

# Worlds: home, state and settings of their own, so that nothing of the user's is read or touched.
# Every process started in one carries its path in the environment, by which it is found and ended.
world() {
  WORLD=$(mktemp -d)
  mkdir -p "$WORLD/home" "$WORLD/state" "$WORLD/config" "$WORLD/here"
  export HOME=$WORLD/home XDG_STATE_HOME=$WORLD/state XDG_CONFIG_HOME=$WORLD/config URUMI_WORLD=$WORLD
  export XDG_CACHE_HOME=$WORLD/home/.cache XDG_DATA_HOME=$WORLD/home/.local/share LC_ALL=C.UTF-8
  unset NO_COLOR TMUX BASE_DOMAIN MAX_STORES DATABASE_URL NAMESPACE_PREFIX IN_CLUSTER DEBUG THEME
  cd "$WORLD/here" || exit
}

# pids_of_world [WORDS]: of this world's processes whose command line has WORDS.
pids_of_world() {
  local file pid
  grep -lzxF "URUMI_WORLD=$WORLD" /proc/[0-9]*/environ 2>/dev/null | while IFS= read -r file; do
    pid=${file//[!0-9]/}
    if [ "$pid" != $$ ] && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q -- "${1:-}"; then echo "$pid"; fi
  done 2>/dev/null
}

end_world() {
  [ -n "$WORLD" ] || return 0
  terminal_close
  urumi demo stop >/dev/null 2>&1
  # shellcheck disable=SC2046
  kill -KILL $(pids_of_world '^[^ ]*\(urumi\|helm\|python\)') 2>/dev/null
  cd "$REPOSITORY" || exit
  rm -rf "$WORLD"
  WORLD=''
}
trap end_world EXIT
trap 'exit 130' INT TERM HUP

# Checks.
ok() { PASSED=$((PASSED + 1)) && echo "  ok    $1"; }
bad() {
  FAILED=$((FAILED + 1))
  echo "  FAIL  $1"
  [ -z "${2:-}" ] || head -n 40 <<<"$2" | while IFS= read -r line; do echo "        $line"; done
}
check() { # check TITLE COMMAND...
  local title=$1 output
  shift
  if output=$("$@" 2>&1); then ok "$title"; else bad "$title" "$* => $output"; fi
}
run() { # run COMMAND...: its exit code in CODE (124 when it hangs), its output in OUT and ERR
  local pid watch first
  "$@" >"$WORLD/stdout" 2>"$WORLD/stderr" </dev/null &
  pid=$!
  sleep "$((PATIENCE * 2))" &
  watch=$!
  wait -n -p first "$pid" "$watch"
  CODE=$?
  if [ "$first" = "$watch" ]; then
    CODE=124
    pkill -KILL -P "$pid"
    kill -KILL "$pid" 2>/dev/null
    wait "$pid"
  else
    kill "$watch"
    wait "$watch"
  fi 2>/dev/null
  OUT=$(cat "$WORLD/stdout")
  ERR=$(cat "$WORLD/stderr")
}
expect() { # expect CODE TITLE COMMAND...
  local code=$1 title=$2
  shift 2
  run "$@"
  if [ "$CODE" = "$code" ]; then
    ok "$title"
  else
    bad "$title" "$* ended with $CODE rather than $code
$OUT
$ERR"
  fi
}
says() { # says TITLE TEXT: the last command's stderr has TEXT
  if grep -qi -- "$2" <<<"$ERR"; then ok "$1"; else bad "$1" "not said: $2
$ERR"; fi
}
holds() { # holds FILTER: of the JSON on stdin; an empty one has nothing that could hold
  local text
  text=$(cat)
  [ -n "$text" ] && jq -e "$1" <<<"$text" >/dev/null
}
json() { holds "$1" <<<"$OUT"; }
is_json() { # is_json TITLE FILTER: the last command's stdout is JSON of which FILTER holds
  if json "$2"; then ok "$1"; else bad "$1" "not so: $2
$OUT
$ERR"; fi
}
within() { # within SECONDS COMMAND...: until it succeeds
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.05
  done
}
eventually() { # eventually TITLE COMMAND...
  local title=$1
  shift
  if within "$PATIENCE" "$@"; then ok "$title"; else bad "$title" "not within $PATIENCE s: $*"; fi
}
results() {
  end_world
  echo "$PASSED passed, $FAILED failed"
  [ "$FAILED" = 0 ]
}

# Terminals: a tmux server for each, as one that is just ending takes no new session.
TERMINALS=0
tm() { tmux -L "urumi-${WORLD##*/}-$TERMINALS" -f /dev/null "$@"; }
terminal() { # terminal COLUMNSxROWS: opens one with a shell in it
  terminal_close
  TERMINALS=$((TERMINALS + 1))
  tm new-session -d -s t -x "${1%x*}" -y "${1#*x}" "PS1='shell> ' exec bash --norc --noprofile"
  tm set-option -g remain-on-exit on >/dev/null
  tm set-option -g window-size manual >/dev/null
  within "$PATIENCE" shows 'shell>'
}
terminal_close() { tm kill-server 2>/dev/null; }
screen() { tm capture-pane -p -t t; }
shows() { screen | grep -q -- "$1"; }
shows_not() { ! shows "$1"; }
press() { tm send-keys -t t "$@"; }
type_text() { tm send-keys -t t -l -- "$1"; }
enter() { type_text "$1" && press Enter; }
sees() { # sees TITLE PATTERN [SECONDS]
  if within "${3:-$PATIENCE}" shows "$2"; then ok "$1"; else bad "$1" "no '$2' on the screen:
$(screen)"; fi
}
sees_not() {
  if within "${3:-$PATIENCE}" shows_not "$2"; then ok "$1"; else bad "$1" "still '$2' on the screen:
$(screen)"; fi
}
