#!/usr/bin/env bash
# The dashboard in a real terminal: a store goes from a key press to the cluster and back.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
world
expect 0 "the demo cluster starts" urumi demo start --speed 5
modes() {
  tm display-message -p -t t \
    '#{alternate_on}#{cursor_flag}#{mouse_any_flag}#{mouse_sgr_flag}#{keypad_flag}#{keypad_cursor_flag}#{wrap_flag}'
}

# round COLUMNSxROWS NAME ENTER: ENTER is "yes" where the store has to be opened to see all of it.
round() {
  local size=$1 name=$2 before
  echo "at $size"
  terminal "$size"
  before=$(modes)
  enter 'stty -g >settings.before; urumi --demo; echo "left with $?"; stty -g >settings.after'
  sees "it opens, and says DEMO" DEMO
  sees "it is live" 'live\|●'
  press c
  sees "c opens the form" 'Name\|name'
  type_text "$name"
  sees "the name is shown as typed" "$name"
  press Enter
  sees "the store is in the list" "$name .*\(queued\|prov\|ready\)"
  sees "it becomes ready" "$name .*ready"
  press Enter
  sees "opened, it shows its address" "http://$name.localhost"
  press x
  sees "x shows the credentials" '[Pp]assword'
  press Escape
  sees_not "Escape hides them" 'Admin password\|admin password'
  press Escape
  sees "Escape goes back" DEMO
  press C-d
  sees "Ctrl-D asks" '[Dd]elete'
  press Enter
  sees_not "an empty answer deletes nothing" 'Type\|type'
  sees "the store is still there" "$name .*ready"
  press C-d
  sees "Ctrl-D asks again" '[Dd]elete'
  type_text "$name"
  press Enter
  sees "it is being deleted" "deleting\|delete"
  sees "it is gone from the list" 'No stores yet'
  press q
  sees "q leaves" 'left with 0'
  within 10 test -s settings.after
  check "the terminal's settings are as before" cmp settings.before settings.after
  check "so are its modes" test "$(modes)" = "$before"
  expect 3 "the store is gone" urumi --demo show "$name"
  no_namespace() { ! "${KUBECTL:-kubectl}" --kubeconfig "$XDG_STATE_HOME/urumi/demo/cluster/kubeconfig" get namespace "store-$name"; }
  check "and so is its namespace" no_namespace
}

round 120x40 wide
round 80x24 usual
round 50x15 narrow

echo "what shows on it"
terminal 120x40
shell_modes=$(modes)
enter 'urumi --demo; echo "left with $?"'
sees "it opens" DEMO
press '?'
sees "? shows the keys" 'Ctrl-D\|Ctrl+D\|\^D'
press Escape
sees "Escape closes them" 'No stores yet'
sees_not "all of them" 'Paints the screen anew'
press c
type_text 'Not_a_name'
sees "a bad name is told as typed" 'lower\|letters\|may\|only'
press Escape
sees_not "Escape closes the form" 'Not_a_name'
press c
type_text 'another'
press Enter
sees "a store is queued" 'another *Woo'
press q
sees "leaving while work runs" 'left with 0'
is_ready() { urumi --demo list -o json | holds '.[] | select(.name == "another") | .status == "ready"'; }
eventually "hands it to a worker that ends it" is_ready
enter 'clear; urumi --demo'
sees "opened again, it shows the store" 'another .*ready'
expect 0 "a command beside it" urumi --demo create beside --engine woocommerce --wait
sees "shows on the screen by itself" 'beside .*ready'
press /
type_text besi
sees_not "the filter hides the others" 'another .*ready'
press Escape
sees "Escape shows them again" 'another .*ready'
press C-z
sees "Ctrl-Z stops it" 'Stopped'
check "and gives the terminal back" test "$(modes)" = "$shell_modes"
enter 'clear; fg'
sees "fg resumes it" 'another .*ready'
press q
sees "q leaves" 'shell>'
check "and gives the terminal back" test "$(modes)" = "$shell_modes"

echo "the ways out"
PYTHONPATH=$HERE python3 "$HERE/restore.py" urumi --demo >"$WORLD/restore" 2>&1
cat "$WORLD/restore"
PASSED=$((PASSED + $(grep -c '^  ok ' "$WORLD/restore")))
FAILED=$((FAILED + $(grep -c '^  FAIL' "$WORLD/restore")))
check "all of them were tried" grep -q 'it ends well' "$WORLD/restore"
results
