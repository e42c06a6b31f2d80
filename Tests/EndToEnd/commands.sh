#!/usr/bin/env bash
# commands.sh demo|real: every command, on the demo cluster or on the cluster of KUBECONFIG.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
mode=${1:-demo}
helm=${HELM_BINARY:-helm}
kubectl=${KUBECTL:-kubectl}
given_kubeconfig=${KUBECONFIG:-}
world
echo "commands on the $mode cluster, Helm $("$helm" version --template '{{.Version}}')"

if [ "$mode" = demo ]; then
  PREFIX=store-
  unset KUBECONFIG
  options=(--demo)
  expect 0 "the demo cluster starts" urumi demo start --speed 10
  cluster_config=$XDG_STATE_HOME/urumi/demo/cluster/kubeconfig
  state=$XDG_STATE_HOME/urumi/demo
else
  PREFIX=e2e-$$-
  export NAMESPACE_PREFIX=$PREFIX KUBECONFIG=$given_kubeconfig
  options=()
  cluster_config=$given_kubeconfig
  state=$XDG_STATE_HOME/urumi
fi
u() { urumi "${options[@]}" "$@"; }
k() { "$kubectl" --kubeconfig "$cluster_config" "$@"; }
h() { "$helm" --kubeconfig "$cluster_config" "$@"; }
no_namespace() { ! k get namespace "$1" >/dev/null 2>&1; }
limited() { u "$@" --setting MAX_STORES=1; }
PATIENCE=120

echo "a store is created"
expect 0 "create --dry-run says what would be made" u create shop --engine woocommerce --dry-run -o json
is_json "as JSON" '.name == "shop" and .engine == "woocommerce"'
expect 0 "and makes nothing" u list -o json
is_json "no store is listed" 'length == 0'
expect 0 "create --wait -o json" u create shop --engine woocommerce --wait -o json
is_json "prints the store that is ready, and nothing else" \
  '.name == "shop" and .status == "ready" and .engine == "woocommerce" and (.urls | length) > 0'
is_json "its namespace is prefix and name" ".namespace == \"${PREFIX}shop\""

echo "it is seen"
healthy() { u list -o json 2>/dev/null | holds '.[] | select(.name == "shop") | .health == "healthy"'; }
eventually "list says that it is healthy" healthy
expect 0 "list -o name" u list -o name
check "prints its name" test "$OUT" = store/shop
expect 0 "list -o yaml" u list -o yaml
check "prints YAML" grep -q 'name: shop' <<<"$OUT"
expect 0 "list" u list
check "prints a table" grep -q '^shop  *woocommerce  *ready' <<<"$OUT"
expect 0 "show -o json" u show shop -o json
is_json "shows the store" '.. | objects | select(.name? == "shop" and .status?) | .status == "ready"'
is_json "what makes it up, and what it uses of its quota" \
  '(.workloads | length) >= 2 and all(.workloads[]; .is_ready and .ready == .wanted) and all(.volumes[]; .phase == "Bound")
   and any(.quota[]; .resource == "limits.memory" and .fraction > 0 and .fraction <= 1)'
is_json "and its conditions" '[.conditions[] | .type + " " + .status] == ["ready yes", "healthy yes", "namespace yes"]'
expect 0 "show -o yaml" u show shop -o yaml
check "prints the same" grep -q '^conditions:' <<<"$OUT"
expect 0 "show" u show shop
check "prints its address" grep -q 'shop.localhost' <<<"$OUT"
expect 0 "pods -o json" u pods shop -o json
is_json "shows running pods that are ready, and the setup Job's that is done" \
  '([.[] | select(.status == "ready")] | length) >= 2 and all(.[]; .status == "ready" or .status == "completed")'
expect 0 "jobs -o json" u jobs shop -o json
is_json "shows one job, done in the documented steps" \
  'length == 1 and .[0].kind == "create" and .[0].state == "succeeded"
   and ([.[0].steps[].name] == ["namespace", "guardrails", "credentials", "release", "workloads"]
     or [.[0].steps[].name] == ["namespace", "guardrails", "credentials", "release", "workloads", "hosts"])'
job=$(jq -r '.[0].id' <<<"$OUT")
expect 0 "jobs --log" u jobs --log "$job"
expect 0 "the cluster has the namespace with its labels" k get namespace "${PREFIX}shop" -o json
is_json "urumi's" '.metadata.labels["app.kubernetes.io/part-of"] == "urumi" and (.metadata.labels["urumi.dev/store"] | length) == 36'
expect 0 "Helm has the release" h list -n "${PREFIX}shop" -o json
is_json "deployed, at revision 1" 'length == 1 and .[0].name == "shop" and .[0].status == "deployed" and .[0].revision == "1"'
expect 0 "the namespace has guardrails" k get resourcequota,limitrange,networkpolicy -n "${PREFIX}shop" -o json
is_json "of each kind" '[.items[].kind] | contains(["ResourceQuota", "LimitRange", "NetworkPolicy"])'

echo "its secrets"
expect 0 "credentials -o json" u credentials shop -o json
is_json "shows a password" 'any(.[]; (.key | test("password"; "i")) and (.value | length) >= 16)'
first_credentials=$OUT
passwords=$(jq -r '.[] | select(.key | test("password|secret|salt"; "i")) | .value' <<<"$OUT")
leaks() { # in urumi's files; the demo cluster's own are the cluster's Secrets, in base64
  grep -rqF -- "$passwords" "$state" --exclude-dir=cluster && return 1
  ! h get values shop -n "${PREFIX}shop" --all | grep -qF -- "$passwords"
}
check "no password is in urumi's files or Helm's values" leaks
open_files() { [ -z "$(find "$state" -perm /077 ! -type l -print -quit)" ]; }
check "the state folder and all in it are the owner's alone" open_files

echo "what is refused, with its exit code"
expect 4 "a taken name" u create shop --engine woocommerce
says "says so" 'shop'
expect 2 "an unknown engine" u create other --engine magento
says "names the engines" 'woocommerce'
for name in x -x x- Shop shop_1 "$(printf 'a%.0s' {1..51})"; do
  expect 2 "the name '$name'" u create --engine woocommerce -- "$name"
done
expect 2 "no engine" u create other
expect 2 "an unknown option" u list --nonsense
expect 2 "an unknown command" u nonsense
expect 2 "delete without --yes where nobody can be asked" u delete shop
says "names --yes" '--yes'
for command in show pods credentials "delete --yes"; do
  # shellcheck disable=SC2086
  expect 3 "$command of a store that is not there" u $command nobody
done
expect 3 "jobs of a store that never was" u jobs nobody
expect 6 "one store more than MAX_STORES" limited create other --engine woocommerce
says "names the setting" 'MAX_STORES'
expect 5 "no kubeconfig" env -u KUBECONFIG urumi list
expect 5 "a kubeconfig that is not there" urumi --kubeconfig "$WORLD/missing" list
expect 0 "nothing of all that left a job" u jobs -o json
is_json "one job still" 'length == 1'

echo "it is upgraded, and goes back"
release() { h get values shop -n "${PREFIX}shop" -o json | holds "$1"; }
expect 0 "upgrade --dry-run -o json" u upgrade shop --size medium --set wordpress.replicas=1 --dry-run -o json
is_json "says what is wanted, and what that changes" \
  '([.wishes[].name] == ["size", "wordpress.replicas"]) and (.objects | length) > 0 and (.diff | contains("+size: medium"))'
expect 0 "upgrade --dry-run" u upgrade shop --size medium --dry-run
check "prints the difference" grep -q '^+size: medium' <<<"$OUT"
expect 0 "history -o json" u history shop -o json
is_json "nothing was changed by that" 'length == 1 and .[0].state == "deployed"'
expect 0 "upgrade --wait -o json" u upgrade shop --size medium --set wordpress.replicas=1 --wait -o json
is_json "prints the store as it is now" \
  '.status == "ready" and .size == "medium" and .values == ["wordpress.replicas=1"] and .revision == 2'
check "Helm has the new values" release '.size == "medium" and .wordpress.replicas == 1'
expect 0 "upgrade to what it is already" u upgrade shop --size medium
says "says so" 'nothing to change'
expect 0 "upgrade --size" u upgrade shop --size small --wait -o json
is_json "remembers the values" '.size == "small" and .values == ["wordpress.replicas=1"] and .revision == 3'
expect 0 "upgrade --unset" u upgrade shop --unset wordpress.replicas --wait -o json
is_json "forgets one" '.values == [] and .revision == 4'
expect 0 "history -o json" u history shop -o json
is_json "shows every revision with its job, the newest first" \
  '[.[].revision] == [4, 3, 2, 1] and [.[].state] == ["deployed", "superseded", "superseded", "superseded"] and all(.[]; .job != null)'
expect 0 "history --diff" u history shop --diff 2
check "shows what a revision changed" grep -q '^+size: medium' <<<"$OUT"
expect 0 "rollback to a revision" u rollback shop 2 --wait -o json
is_json "goes back to what was wanted then" \
  '.status == "ready" and .size == "medium" and .values == ["wordpress.replicas=1"] and .revision == 5'
check "Helm has the values of then" release '.size == "medium" and .wordpress.replicas == 1'
expect 0 "rollback" u rollback shop --wait -o json
is_json "goes back to the revision before" '.size == "small" and .values == [] and .revision == 6'
expect 3 "rollback to a revision that is not there" u rollback shop 99
expect 0 "jobs -o json" u jobs shop -o json
is_json "shows them all, done" '[.[].kind] == ["rollback", "rollback", "upgrade", "upgrade", "upgrade", "create"] and all(.[]; .state == "succeeded")'
expect 4 "retry of a job that has not failed" u retry "$job"
expect 4 "cancel of a job that has ended" u cancel "$job"
expect 0 "the store is healthy" healthy
if [ "$mode" = demo ]; then
  expect 1 "an upgrade to an image that can't be pulled" \
    u upgrade shop --set wordpress.image=wordpress:missing --wait
  says "says why" 'pull'
  expect 0 "show -o json" u show shop -o json
  is_json "the store went back by itself" \
    '.status == "ready" and .values == [] and (.error | test("pull"; "i")) and (.drift | length) == 0'
  expect 0 "history -o json" u history shop -o json
  is_json "which its release says" '.[0].state == "deployed" and .[0].revision == 8'
  eventually "it is healthy again" healthy
fi

echo "cancelled, and tried again"
at_step() { u jobs "$1" -o json | holds ".[0].steps[] | select(.name == \"$2\") | .state == \"running\""; }
newest_job() { u jobs "$1" -o json | jq -r '.[0].id'; }
pace() { # pace SPEED: of the demo cluster
  [ "$mode" != demo ] || { urumi demo stop && urumi demo start --speed "$1"; } >/dev/null 2>&1
}
# Its image can't be pulled and the cluster is slow, so that it is still under way when it is cancelled.
pace 1
expect 0 "a create" u create half --engine woocommerce --set wordpress.image=wordpress:missing -o json
within 30 at_step half workloads || within 5 at_step half release
expect 0 "cancelled in its middle" u cancel "$(newest_job half)" --wait -o json
is_json "says so" '.state == "cancelled" and .cancel_requested_by != null'
check "leaves no namespace" no_namespace "${PREFIX}half"
expect 3 "nor a store" u show half
pace 10
for name in first second third fourth fifth; do run u create "$name" --engine woocommerce -o json; done
expect 0 "one that waits is cancelled" u cancel "$(newest_job fifth)" --wait -o json
is_json "at once" '.state == "cancelled"'
expect 3 "and leaves no store" u show fifth
check "nor a namespace" no_namespace "${PREFIX}fifth"
four_ready() { u list -o json | holds '[.[] | select(.name | test("first|second|third|fourth")) | .status == "ready"] == [true, true, true, true]'; }
eventually "the others are made" four_ready
for name in first second third fourth; do expect 0 "$name is deleted" u delete "$name" --yes --wait; done
expect 0 "somebody else's namespace" k create namespace "${PREFIX}again"
expect 1 "fails a create" u create again --engine woocommerce --wait
expect 0 "it goes" k delete namespace "${PREFIX}again"
SSH_CLIENT='203.0.113.5 50022 22' expect 0 "retry --wait" u retry "$(newest_job again)" --wait -o json
is_json "makes the store" '.name == "again" and .status == "ready"'
expect 0 "as the same job" u jobs again -o json
is_json "succeeded now" 'length == 1 and .[0].state == "succeeded"'
expect 0 "it is deleted" u delete again --yes --wait

echo "what others take away"
expect 0 "a workload is deleted from outside" k delete statefulset shop-mysql --namespace "${PREFIX}shop"
misses() { u show shop -o json | holds '.health == "degraded" and any(.drift[]; .explanation | test("StatefulSet shop-mysql"))'; }
eventually "it is missed" misses
expect 0 "which an upgrade mends that wants nothing new" u upgrade shop --wait
eventually "it is healthy again" healthy

echo "who did what"
expect 0 "audit -o json" u audit --store again -o json
is_json "tells of everything, the newest first" \
  '[.[] | .action + " " + .outcome] == ["delete succeeded", "delete accepted", "create succeeded", "retry accepted", "create failed", "create accepted"]
   and all(.[]; .actor | test("@"))'
is_json "and from where" '.[3].from == "203.0.113.5"'
expect 0 "audit" u audit --limit 3
check "prints a table" test "$(wc -l <<<"$OUT")" = 4

echo "the database is lost"
expect 0 "show -o json" u show shop -o json
known=$OUT
check "the database goes" rm "$state"/urumi.db
# Whoever closed it last may have removed these.
rm -f "$state"/urumi.db-wal "$state"/urumi.db-shm
run u list -o json
run u adopt
expect 0 "show -o json" u show shop -o json
is_json "the store is known again, as it was" \
  ".id == $(jq .id <<<"$known") and .size == \"small\" and .status == \"ready\" and .namespace == \"${PREFIX}shop\""

echo "names at the limit, and several at a time"
long=$(printf 'long-%.0s' {1..9})names
expect 0 "a 50-character name (${#long})" u create "$long" --engine woocommerce --wait -o json
is_json "is ready" '.status == "ready"'
expect 0 "its namespace stays within 63" test "$(jq -r '.namespace | length' <<<"$OUT")" -le 63
for name in one two three; do expect 0 "$name is queued" u create "$name" --engine woocommerce -o json; done
all_ready() { u list -o json 2>/dev/null | holds 'length == 5 and all(.[]; .status == "ready")'; }
eventually "a detached worker makes them all ready" all_ready
expect 0 "worker --until-idle ends when nothing is left" u worker --until-idle
for name in one two three "$long"; do expect 0 "$name is queued for deletion" u delete "$name" --yes -o json; done
only_shop() { u list -o json 2>/dev/null | holds 'length == 1'; }
eventually "they all go" only_shop

echo "interrupted"
interrupt() { # SIGINT once the job is under way
  # The shell has background commands ignore SIGINT, unlike those a user starts.
  env --default-signal=INT urumi "${options[@]}" create later --engine woocommerce --wait -o json \
    >"$WORLD/interrupted" 2>&1 &
  local pid=$!
  within 30 running later || return 99
  kill -INT "$pid"
  wait "$pid"
}
running() { u jobs "$1" -o json | holds '.[0].state == "running"'; }
expect 130 "a create --wait that gets SIGINT" interrupt
is_ready() { u list -o json | holds ".[] | select(.name == \"$1\") | .status == \"ready\""; }
eventually "goes on in the background" is_ready later
expect 0 "and is deleted" u delete later --yes --wait

echo "deleted with its data kept, and taken up again"
expect 0 "delete --keep-data" u delete shop --keep-data --yes --wait -o json
is_json "archived" '.status == "archived"'
expect 0 "the volumes stay" k get pvc -n "${PREFIX}shop" -o json
is_json "all of them" '(.items | length) >= 1'
expect 0 "no pod does" k get pods -n "${PREFIX}shop" -o json
no_pods() { [ "$(k get pods -n "${PREFIX}shop" -o name | wc -l)" = 0 ]; }
eventually "they are gone" no_pods
expect 0 "creating the name again" u create shop --engine woocommerce --wait -o json
is_json "makes it ready" '.status == "ready"'
expect 0 "credentials" u credentials shop -o json
check "are those of before" test "$(jq -S . <<<"$OUT")" = "$(jq -S . <<<"$first_credentials")"

if [ "$mode" = demo ]; then
  echo "one world, whatever is killed"
  # shellcheck disable=SC2046
  kill -KILL $(pids_of_world 'urumi-server')
  expect 0 "list after kill -9 of the demo cluster" u list -o json
  is_json "shows the store" '.[0].name == "shop"'
  eventually "healthy, as before" healthy
  expect 0 "demo status" urumi demo status
  expect 0 "demo stop" urumi demo stop
  expect 0 "demo stop, again" urumi demo stop
  expect 0 "list starts it again" u list -o name
  check "with the store in it" test "$OUT" = store/shop
  expect 5 "nothing of the demo shows among real stores" env -u KUBECONFIG urumi list
fi

echo "it is deleted"
expect 0 "delete --yes --wait -o json" u delete shop --yes --wait -o json
is_json "deleted" '.status == "deleted"'
check "the namespace is gone" no_namespace "${PREFIX}shop"
expect 0 "list" u list -o json
is_json "is empty" 'length == 0'
expect 3 "show" u show shop
echo "a Medusa store lives, and leaves nothing behind"
# Whatever stands in a cluster by a name, or in a namespace of that name, without what comes and goes by itself.
objects() {
  local kinds
  kinds=$(k api-resources --verbs=list -o name | grep -vE '^(events|leases|endpoint|componentstatuses|bindings|persistentvolumes)' | sort | paste -sd,)
  k get "$kinds" --all-namespaces --ignore-not-found \
    -o go-template='{{range .items}}{{.kind}} {{or .metadata.namespace "-"}} {{.metadata.name}}{{"\n"}}{{end}}' 2>/dev/null | grep "$1" | sort
}
expect 0 "create --engine medusa --wait" u create market --engine medusa --wait -o json
is_json "is ready" '.status == "ready" and .engine == "medusa"'
expect 0 "pods" u pods market -o json
is_json "has backend, storefront, database and cache" \
  '[.[] | select(.status == "ready") | .name] | (map(select(test("backend|storefront|postgres|redis"))) | length) >= 4'
expect 0 "credentials" u credentials market -o json
check "are there" grep -q password <<<"$OUT"
check "it has objects of its own" test "$(objects "${PREFIX}market" | wc -l)" -gt 20
expect 0 "delete --yes --wait" u delete market --yes --wait
check "the namespace is gone" no_namespace "${PREFIX}market"
check "and all that bore the name of either store" test -z "$(objects "${PREFIX}shop\|${PREFIX}market")"
expect 0 "--version" urumi --version
check "prints one line" test "$(wc -l <<<"$OUT")" = 1
expect 0 "--help" urumi --help

if [ "$mode" = demo ]; then
  echo "a demo that somebody uses"
  urumi --demo --plain >"$WORLD/plain" 2>&1 &
  plain=$!
  within 20 grep -q 'Ctrl-C ends' "$WORLD/plain"
  expect 4 "isn't reset" urumi demo reset
  says "which says who does" "process $plain (urumi --demo --plain)"
  expect 0 "is reset all the same with --yes" urumi demo reset --yes
  kill "$plain" && wait "$plain"
  expect 0 "demo --stores starts a full one" urumi demo --stores 3 --speed 10
  expect 0 "list" u list -o json
  is_json "has them" 'length == 3'
  expect 0 "demo reset when nobody uses it" urumi demo reset
fi
results
