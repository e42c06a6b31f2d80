#!/usr/bin/env bash
# What gets a clear error, with nothing lost or half-made.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/demo.sh"
world
demo_up 10
db=$XDG_STATE_HOME/urumi/urumi.db
jobs_are() { run u jobs -o json && is_json "$1" "$2"; }
quickly() { # quickly SECONDS TITLE: the last expect took no longer
  if [ "$TOOK" -le "$1" ]; then ok "$2 ($TOOK s)"; else bad "$2" "took $TOOK s"; fi
}
timed() {
  local start=$SECONDS
  expect "$@"
  TOOK=$((SECONDS - start))
}

echo "the cluster"
create_shop() { u create shop --engine woocommerce; }
export KUBECONFIG=$WORLD/missing
expect 5 "no kubeconfig" create_shop
says "names what it looked for" "$WORLD/missing"
printf 'apiVersion: v1\nkind: Config\nclusters: [\n' >"$WORLD/malformed"
export KUBECONFIG=$WORLD/malformed
run u list
check "a malformed kubeconfig fails" test "$CODE" -ne 0
says "named with its file" "$WORLD/malformed"
export KUBECONFIG=$DEMO_CONFIG
run u list --context nowhere
check "an unknown context fails" test "$CODE" -ne 0
says "says which there are" 'demo'
sed 's|http://127.0.0.1:[0-9]*|http://127.0.0.1:1|' "$DEMO_CONFIG" >"$WORLD/down"
export KUBECONFIG=$WORLD/down
timed 5 "a cluster that is down" create_shop
quickly 10 "is told in time"
says "names the server" '127.0.0.1:1'
expect 0 "the records are still shown" u list -o json
proxy_up '.*' . '' before stall
timed 5 "a cluster that does not answer" create_shop
quickly 15 "is told in time"
proxy_up '.*' . '' before half
timed 5 "one that breaks off in the middle" create_shop
quickly 15 "is told in time"
proxy_up '.*' . '' before drop
timed 5 "one that closes every connection" create_shop
quickly 15 "is told in time"
proxy_up '.*' . '' before 401
expect 5 "a refused credential" create_shop
says "says so" 'credential\|unauthorized\|signed in\|401'
proxy_up '.*' . '' before 500
run create_shop
check "a server that fails fails it" test "$CODE" -ne 0
proxy_down
stop_workers
jobs_are "none of these left a job" 'length == 0'

echo "Helm"
export HELM_BEFORE=${HELM_BINARY:-helm}
HELM_BINARY=$WORLD/no-helm expect 1 "Helm missing" create_shop
says "names it" 'helm'
printf '#!/bin/sh\necho "version.BuildInfo{Version:\\"v3.10.1\\", GitCommit:\\"x\\", GitTreeState:\\"clean\\", GoVersion:\\"go1.18\\"}"\n' >"$WORLD/old-helm"
sed -i 's|^echo.*|case "$*" in *template*\|*json*) echo v3.10.1 ;; *) echo "version.BuildInfo{Version:\\"v3.10.1\\"}" ;; esac|' "$WORLD/old-helm"
chmod +x "$WORLD/old-helm"
HELM_BINARY=$WORLD/old-helm expect 1 "Helm too old" create_shop
says "says what is needed" '3\.17'
jobs_are "none of these left a job" 'length == 0'

echo "what no store can be made of"
refused() { # refused TITLE PATTERN CREATE'S ARGUMENTS
  local title=$1 pattern=$2
  shift 2
  expect 2 "$title" u create unmade --engine woocommerce "$@"
  says "is said why" "$pattern"
}
refused "a value of the wrong kind" 'replicas' --set wordpress.replicas=none
refused "a value that the chart doesn't know" 'nonsense' --set nonsense=1
refused "values that the chart's templates refuse together" 'ReadWriteMany' --set wordpress.replicas=2
refused "the same in a dry run" 'replicas' --set wordpress.replicas=none --dry-run
refused "text that is no value" 'nonsense' --set nonsense
refused "a host that is none" 'small letters' --host Shop.example.org
refused "an address as a host" 'no port' --host shop.example.org:8080
refused "one host twice" 'twice' --host a.example.org --host b.example.org --host a.example.org
refused "a host that is too long" '63' --host "$(printf 'a%.0s' {1..64}).example.org"
jobs_are "none of these left a job" 'length == 0'
run u list -o json
is_json "nor a store" 'length == 0'

echo "settings"
MAX_STORES=many expect 2 "a setting that is no number" u list
says "named with where it came from" 'MAX_STORES'
echo 'MAX_STORES=many' >.env
expect 2 "the same in .env" u list
says "named with file and line" '\.env.*1'
printf '# comment\nMAX_STORES 5\n' >.env
expect 2 "a line of .env that is none" u list
says "named with file and line" '\.env.*2'
rm .env
mkdir -p "$XDG_CONFIG_HOME/urumi"
printf 'max_stores = 5\nnonsense = 1\n' >"$XDG_CONFIG_HOME/urumi/config.toml"
expect 2 "an unknown key in config.toml" u list
says "named with its file" 'config.toml'
rm "$XDG_CONFIG_HOME/urumi/config.toml"
DATABASE_URL=postgres://localhost/x expect 2 "a database that is not SQLite" u list
says "says what is supported" 'sqlite'

echo "the database"
copy_db() { rm -rf "$WORLD/db" && mkdir -m 700 "$WORLD/db"; }
at_copy() { DATABASE_URL=sqlite:///$WORLD/db/urumi.db u list; }
copy_db && head -c 8192 /dev/urandom >"$WORLD/db/urumi.db" && chmod 600 "$WORLD/db/urumi.db"
sum=$(sha256sum "$WORLD/db/urumi.db")
expect 1 "a file that is no database" at_copy
says "says so" 'not an SQLite database'
check "it is left as it was" test "$(sha256sum "$WORLD/db/urumi.db")" = "$sum"
copy_db
expect 0 "a new one" at_copy
python3 - "$WORLD/db/urumi.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("insert into grdb_migrations (identifier) values ('9999-from-the-future')")
db.commit()
PY
expect 1 "one of a newer urumi" at_copy
says "says so" 'newer'
copy_db
expect 0 "a new one" at_copy
python3 - "$WORLD/db/urumi.db" "$WORLD/locked" <<'PY' &
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("pragma locking_mode = exclusive")
db.execute("begin exclusive")
open(sys.argv[2], "w").close()
time.sleep(120)
PY
holder=$!
within 10 test -e "$WORLD/locked"
locked_create() { DATABASE_URL=sqlite:///$WORLD/db/urumi.db create_shop; }
timed 1 "one that another program holds" locked_create
says "says so" 'locked'
quickly 30 "is told in time"
kill "$holder"
copy_db
python3 -c 'import sqlite3,sys; sqlite3.connect(sys.argv[1]).execute("create table other (x)")' "$WORLD/db/urumi.db"
chmod 600 "$WORLD/db/urumi.db"
expect 1 "another program's" at_copy
says "is left alone" "another program"
copy_db
expect 0 "a new one" at_copy
chmod 777 "$WORLD/db/urumi.db-state" "$WORLD/db/urumi.db" 2>/dev/null
expect 1 "one that anybody may write" at_copy
says "names the mend" 'chmod'
if [ "$(id -u)" != 0 ]; then
  copy_db
  expect 0 "a new one" at_copy
  chmod 400 "$WORLD/db/urumi.db"
  DATABASE_URL=sqlite:///$WORLD/db/urumi.db expect 1 "a read-only one" create_shop
  says "says so" "can't be written"
fi
check "the database is there, and whole" python3 -c '
import sqlite3,sys
assert sqlite3.connect(sys.argv[1]).execute("pragma integrity_check").fetchone() == ("ok",)' "$db"

echo "the terminal"
expect 1 "a dashboard without a terminal" u
says "says so" 'terminal'

echo "changes of a store"
expect 0 "a store" u create stays --engine woocommerce --wait
job=$(u jobs stays -o json | jq -r '.[0].id')
expect 3 "an upgrade of a store that is not there" u upgrade nobody --size large
expect 2 "a size that is none" u upgrade stays --size huge
says "names the sizes" 'medium'
expect 2 "a value that is none" u upgrade stays --set nonsense
says "names it" 'nonsense'
expect 2 "a value that was never set" u upgrade stays --unset wordpress.image
says "says so" "isn't set"
expect 2 "a revision that is no number" u rollback stays one
expect 2 "revision 0" u rollback stays 0
expect 3 "a revision that is not there" u rollback stays 7
says "says how to see those there are" 'urumi history stays'
expect 3 "the history of a store that is not there" u history nobody
expect 3 "the difference of a revision that is not there" u history stays --diff 7
expect 2 "--to without --diff" u history stays --to 1
expect 3 "a job that is not there: cancel" u cancel ffffffff
expect 3 "a job that is not there: retry" u retry ffffffff
expect 4 "cancel of a job that has ended" u cancel "$job"
says "says so" 'has ended'
expect 4 "retry of one that has not failed" u retry "$job"
says "says so" "hasn't failed"
expect 2 "audit of no lines" u audit --limit 0
export KUBECONFIG=$WORLD/down
timed 5 "an upgrade while the cluster is down" u upgrade stays --size medium
quickly 10 "is told in time"
timed 5 "a rollback while the cluster is down" u rollback stays
export KUBECONFIG=$DEMO_CONFIG
jobs_are "none of these left a job" 'length == 1'
expect 3 "a store with one revision can't be rolled back" u rollback stays
says "says why" 'no earlier revision'
jobs_are "and that leaves no job" 'length == 1'
expect 0 "an archived one" u delete stays --keep-data --yes --wait
expect 4 "can't be upgraded" u upgrade stays --size medium
says "says why" 'archived'
# A finalizer holds the namespace, so that the store stays under way.
run k -n store-stays create configmap held
held() { k -n store-stays patch configmap held --type=merge -p "{\"metadata\":{\"finalizers\":$1}}"; }
expect 0 "a finalizer holds the namespace" held '["example.com/hold"]'
expect 0 "one that is being deleted" u delete stays --yes
expect 4 "can't be upgraded" u upgrade stays --size medium
says "says why" 'busy'
deleting() { u jobs stays -o json | holds '.[0] | .kind == "delete" and .state == "running" and any(.steps[]; .name == "namespace" and .state == "running")'; }
eventually "it waits for the namespace" deleting
expect 4 "a delete that has begun can't be cancelled" u cancel "$(u jobs stays -o json | jq -r '.[0].id')"
says "says why" 'always finished'
expect 0 "the finalizer is taken off" held null
is_gone() { ! u show stays; }
eventually "it is deleted" is_gone

echo "a job that fails says why"
# failed NAME TITLE PATTERN [CREATE'S ARGUMENTS]: the create fails with the reason, and the store can be deleted.
failed() {
  local name=$1 title=$2 pattern=$3
  shift 3
  timed 1 "$title" u create "$name" --engine woocommerce --wait -o json "$@"
  is_json "its job is printed, failed" '.state == "failed" and .kind == "create" and .store == "'"$name"'" and (.error | length) > 0'
  says "the reason is said" "$pattern"
  run u jobs "$name" -o json
  is_json "the job ended, failed, with its reason" '.[0].state == "failed" and (.[0].error | length) > 0'
  run u show "$name" -o json
  is_json "the store is failed" '.. | objects | select(.status? != null and .name? == "'"$name"'") | .status == "failed"'
}
gone() { # gone NAME
  expect 0 "it can be deleted" u delete "$1" --yes --wait
  check "and is gone" eval "! k get namespace store-$1"
}
failed noimage "an image that cannot be pulled" 'ImagePull\|pull' --set wordpress.image=wordpress:missing
quickly 60 "long before the deadline"
gone noimage
failed tiny "pods that the namespace's limits refuse" 'minimum' \
  --set wordpress.resources.requests.memory=1Mi,wordpress.resources.requests.cpu=10m \
  --set wordpress.resources.limits.memory=256Mi,wordpress.resources.limits.cpu=1
quickly 60 "long before the deadline"
gone tiny
expect 0 "one that is given more than its size has" u create roomy --engine woocommerce --wait \
  --set wordpress.resources.requests.cpu=1,wordpress.resources.requests.memory=1Gi \
  --set wordpress.resources.limits.cpu=16,wordpress.resources.limits.memory=8Gi --set wordpress.storage=200Gi
quota() { k -n store-roomy get resourcequota urumi-quota -o "jsonpath={.spec.hard.$1}"; }
check "has a quota that it fits in" test "$(quota 'requests\.storage' | tr -d Gi)" -ge 400
gone roomy

k create namespace store-foreign >/dev/null && k create configmap keep -n store-foreign >/dev/null
uid=$(k get namespace store-foreign -o 'jsonpath={.metadata.uid}')
run u create foreign --engine woocommerce --wait
check "a namespace that is not ours fails the create" test "$CODE" -ne 0
says "says so" 'store-foreign'
foreign() { k get namespace store-foreign -o "jsonpath={$1}"; }
check "it was not adopted" test -z "$(foreign '.metadata.labels.urumi\.dev/store')"
run u delete foreign --yes --wait
check "nor deleted, not even with the store" test "$(foreign .metadata.uid)" = "$uid"
check "nor anything in it" k get configmap keep -n store-foreign
check "no release was made in it" test "$(h list -n store-foreign -q | wc -l)" = 0

echo "another cluster whose context has the same name"
run u create here --engine woocommerce --wait
other() { XDG_STATE_HOME=$WORLD/other urumi demo "$@"; }
other start --speed 10 >/dev/null
export KUBECONFIG=$WORLD/other/urumi/demo/cluster/kubeconfig
expect 4 "nothing is created there" u create there --engine woocommerce
says "says how to tell them apart" 'rename-context'
expect 4 "nothing is deleted" u delete here --yes
expect 4 "nor taken in" u adopt
run u list -o json
is_json "what is there is not taken for the store's state" '[.[] | select(.name == "here")][0] | (.health // "unknown") == "unknown" and (.drift | length) == 0'
check "the store is where it was" k get namespace store-here
expect 0 "it can take the other's place" u adopt --new-cluster --yes
run u list -o json
is_json "whose stores are then forgotten" 'length == 0'
expect 0 "stores are created there" u create there --engine woocommerce --wait
expect 0 "and deleted" u delete there --yes --wait
other stop >/dev/null
results
