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

echo "left while the demo cluster starts"
expect 0 "it doesn't run" urumi demo stop
mkdir "$WORLD/slow"
ln "$(command -v urumi)" "$WORLD/slow/urumi" 2>/dev/null || cp "$(command -v urumi)" "$WORLD/slow/urumi"
printf '#!/bin/sh\nexec sleep 60\n' >"$WORLD/slow/urumi-server"
chmod +x "$WORLD/slow/urumi-server"
terminal 80x24
before=$(modes)
enter "URUMI_SHARE='$REPOSITORY' '$WORLD/slow/urumi' --demo; echo \"left with \$?\""
sees "it opens" DEMO
press q
sees "q leaves at once" 'left with 0' 5
check "and gives the terminal back" test "$(modes)" = "$before"

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

echo "what its pods write, and what the cluster says of it"
for size in 120x40 80x24 50x15; do
  echo "at $size"
  terminal "$size"
  enter 'urumi --demo; echo "left with $?"'
  sees "it opens" 'another .*ready'
  press g
  press l
  sees "l follows the log of its pods" 'Log of another, all pods'
  sees "as they write it" 'mysql-0'
  press Tab
  sees "Tab shows the first pod alone" 'Log of another-[a-z]*-'
  press /
  type_text 'no such line'
  press Enter
  sees "what isn't there isn't found" 'no “no such line”'
  press Escape
  sees_not "Escape ends the search" '/no such line'
  press p
  sees "p asks for the run before" 'no container of it has run before'
  press p
  sees "and for this one again" ' following '
  press Escape
  sees "Escape goes back" 'another .*ready'
  press d
  sees "d describes it" 'Description of another'
  sees "with what the records say" 'store-another'
  press G
  sees "down to its events" '[<0-9]*m  *[·▲] [A-Z]'
  press Escape
  sees_not "Escape closes it" 'Description of another'
  press y
  sees "y shows it as YAML" 'YAML of another'
  sees "from its record on" 'name: another'
  press q
  sees_not "q closes that" 'YAML of another'
  press Enter
  sees "opened, it has a cursor" 'Shop'
  press j
  press d
  sees "which describes a pod" 'Description of another-'
  press /
  type_text 'image'
  press q Enter
  sees "in which one can search" 'no “imageq”'
  press q
  sees_not "q closes it" 'Description of another-'
  press Enter
  sees "and reads its log" 'Log of another-'
  press q
  sees_not "q closes it" 'Log of another-'
  press Escape
  sees "Escape goes back" 'another .*ready'
  press q
  sees "q leaves" 'left with 0'
done

echo "a store is changed, and goes back"
for size in 120x40 80x24 50x15; do
  echo "at $size"
  terminal "$size"
  enter 'urumi --demo; echo "left with $?"'
  sees "it opens" 'another .*ready'
  press g
  press u
  sees "u opens the form" 'Upgrade another'
  press Right
  sees "which shows what would change" 'size: small -> medium'
  press Enter
  sees_not "Enter closes it" 'Upgrade another'
  sees "and upgrades the store" 'another is upgraded'
  press H
  sees "H shows the revisions" 'Releases of another'
  sees "the one in force" 'deployed'
  press j
  press Enter
  sees "Enter asks about the one before" 'Go back to revision'
  press Escape
  sees "Escape goes back to the list" 'Releases of another'
  press Enter
  sees "Enter asks again" 'Go back to revision'
  press Enter
  sees "and Enter goes back" 'another is rolled back'
  press q
  sees "q leaves" 'left with 0'
done
is_small() { urumi --demo show another -o json | holds '.size == "small" and .status == "ready"'; }
check "the store is as it was" is_small

echo "a job is cancelled, another one tried again"
terminal 120x40
enter 'urumi --demo; echo "left with $?"'
sees "it opens" 'another .*ready'
run urumi --demo create stuck --engine woocommerce --set wordpress.image=wordpress:missing
sees "a create that can't end" 'stuck .*\(Pull\|prov\)'
press G
press C-k
sees "Ctrl-K asks" 'Cancel the create of stuck'
press Enter
sees_not "Enter cancels it, and nothing of it is left" ' stuck  *Woo'
run urumi --demo create broken --engine woocommerce --set wordpress.image=wordpress:missing --wait
sees "one that failed" 'broken .*failed'
press / && type_text brok && press Enter
sees "says what can be done" 'tries it again'
press R
sees "R tries it again" 'queued: create broken'
press q
sees "q leaves" 'left with 0'
expect 0 "it is deleted" urumi --demo delete broken --yes --wait

echo "the ways out"
PYTHONPATH=$HERE python3 "$HERE/restore.py" urumi --demo >"$WORLD/restore" 2>&1
cat "$WORLD/restore"
PASSED=$((PASSED + $(grep -c '^  ok ' "$WORLD/restore")))
FAILED=$((FAILED + $(grep -c '^  FAIL' "$WORLD/restore")))
check "all of them were tried" grep -q 'it ends well' "$WORLD/restore"
results
