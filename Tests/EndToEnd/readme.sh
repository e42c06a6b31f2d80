#!/usr/bin/env bash
# The commands of README.md. Those in ```sh blocks are run, in order, in one world, with the demo
# cluster; those in ```sh norun blocks must have the options that they are shown with.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
readme=${1:-$REPOSITORY/README.md}
world

blocks() { # blocks INFO: the lines of the fenced blocks with this info string, without comments
  awk -v fence="\`\`\`$1" '$0 == fence { inside = 1; next } /^```/ { inside = 0 } inside' "$readme" |
    sed 's/[[:space:]]#.*//; s/^\$ //' | grep -E '^(scripts/|urumi( |$))'
}
runnable() { # opens the screen, or stays: tried by other tests, or in a terminal
  case $1 in
    'scripts/run.sh --demo' | 'scripts/run.sh') return 1 ;;
    scripts/test.sh* | scripts/bench.sh*) return 1 ;;
    'urumi' | 'urumi --demo' | 'urumi demo --play' | 'urumi serve'* | 'urumi worker') return 1 ;;
  esac
}
options_known() { # every --option of the command stands in its help
  local words word help
  read -ra words <<<"$1"
  if [ "${words[0]}" = urumi ]; then
    local command='urumi dashboard' # which is what no command means
    for word in "${words[@]:1}"; do
      if [[ $word =~ ^[a-z]+$ ]]; then # neither an option nor its value
        command="urumi $word"
        break
      fi
    done
    help=$($command --help 2>&1; urumi --help 2>&1)
  else
    help=$(cd "$REPOSITORY" && "${words[0]}" --help 2>&1; urumi --help 2>&1)
  fi
  for word in "${words[@]:1}"; do
    case $word in
      --) ;;
      --*) grep -q -- "${word%%=*}" <<<"$help" || { echo "$word is not in the help"; return 1; } ;;
    esac
  done
}

mapfile -t shown < <(blocks sh; blocks 'sh norun')
check "README.md shows commands (${#shown[@]})" test "${#shown[@]}" -gt 0
for line in "${shown[@]}"; do check "known: $line" options_known "$line"; done

urumi demo start --speed 20 >/dev/null
cd "$REPOSITORY" || exit
while IFS= read -r line; do
  runnable "$line" || continue
  # Nothing of a real cluster's: what names no cluster is run on the demo's.
  [[ $line != urumi* || $line == *--demo* || $line == *' demo '* || $line == *--version ]] || line="${line/urumi/urumi --demo}"
  run bash -c "$line"
  if [ "$CODE" = 0 ]; then ok "run: $line"; else bad "run: $line" "ended with $CODE
$OUT
$ERR"; fi
done < <(blocks sh)

terminal 120x40
enter "cd '$REPOSITORY' && scripts/run.sh --demo"
sees "scripts/run.sh --demo opens the dashboard" DEMO
press q
sees "q leaves it" 'shell>'
results
