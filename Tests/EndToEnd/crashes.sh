#!/usr/bin/env bash
# kill -9 of the worker, and of the Helm it runs, at each step of create, upgrade, rollback, cancel and delete; then
# a restart.
# The job ends, once; nothing is made twice; nothing is left behind.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/demo.sh"
world
echo "kill -9, Helm $("${HELM_BINARY:-helm}" version --template '{{.Version}}')"
demo_up 30
export MAX_STORES=99
count=0

# At each step the proxy sees the request that does it, and kills before or after the server has it.
steps_of_create=(
  'the namespace|POST|/namespaces$|'
  'guardrails|[^G].*|/resourcequotas|'
  'guardrails, the last|[^G].*|/networkpolicies|'
  'credentials|POST|/secrets$|"Opaque"'
  'Helm writes its record|POST|/secrets$|helm.sh/release'
  'Helm makes the database|[^G].*|/statefulsets|'
  'Helm makes the setup Job|[^G].*|/jobs|'
  'Helm closes its record|PUT|/secrets/sh.helm.release|'
)
# The Helms differ in how they write, not in what is between two writes: one of them may be struck less often.
read -ra moments <<<"${URUMI_STRIKES:-before after}"
steps_of_delete=(
  'Helm opens its record|PUT|/secrets/sh.helm.release|'
  'Helm removes workloads|DELETE|/deployments/|'
  'Helm removes its record|DELETE|/secrets/sh.helm.release|'
  'the namespace|DELETE|/namespaces/store-[^/]*$|'
)
steps_of_upgrade=(
  'guardrails|[^G].*|/resourcequotas|'
  'Helm writes its record|POST|/secrets$|helm.sh/release'
  'Helm changes the workload|[^G].*|/deployments/|'
  'Helm makes the setup Job|[^G].*|/jobs|'
  'Helm closes its record|PUT|/secrets/sh.helm.release|'
)
steps_of_rollback=(
  'Helm writes its record|POST|/secrets$|helm.sh/release'
  'Helm changes the workload|[^G].*|/deployments/|'
  'Helm closes its record|PUT|/secrets/sh.helm.release|'
)
steps_of_undo=(
  'Helm opens its record|PUT|/secrets/sh.helm.release|uninstalling'
  'Helm removes workloads|DELETE|/deployments/|'
  'the namespace|DELETE|/namespaces/store-[^/]*$|'
)

at_step() { u jobs "$1" -o json | holds ".[0].steps[] | select(.name == \"$2\") | .state == \"running\""; }
# The job's end, by a new worker: a state, and how many jobs of that kind there are.
ended() { u jobs "$1" -o json | holds "[.[] | select(.kind == \"$2\")] | length == 1 and .[0].state != \"queued\" and .[0].state != \"running\""; }
taken_up() { # taken_up NAME KIND [STATE]
  u worker --until-idle >/dev/null 2>&1 &
  eventually "a new worker ends the job" ended "$1" "$2"
  stop_workers
  run u jobs "$1" -o json
  is_json "one job, ${3:-succeeded}" "[.[] | select(.kind == \"$2\")] | length == 1 and .[0].state == \"${3:-succeeded}\""
}
verify_created() { # verify_created NAME
  taken_up "$1" create
  run u show "$1" -o json
  is_json "the store is ready" '.. | objects | select(.name? == "'"$1"'" and .status? != null) | .status == "ready"'
  run h history "$1" -n "store-$1" -o json
  is_json "one revision, deployed" 'length == 1 and .[0].status == "deployed"'
}
verify_deleted() {
  taken_up "$1" delete
  expect 3 "the store is gone" u show "$1"
  check "so is its namespace" eval "! k get namespace store-$1"
}
verify_size() { # verify_size NAME KIND SIZE
  taken_up "$1" "$2"
  run u show "$1" -o json
  is_json "the store is ready, and $3" ".status == \"ready\" and .size == \"$3\" and (.drift | length) == 0"
  run h history "$1" -n "store-$1" -o json
  is_json "one revision is deployed, the newest" \
    '(sort_by(.revision) | last | .status) == "deployed" and ([.[] | select(.status == "deployed")] | length) == 1'
  run h get values "$1" -n "store-$1" -o json
  is_json "with what is wanted" ".size == \"$3\""
}
verify_undone() { # verify_undone NAME
  taken_up "$1" create cancelled
  expect 3 "no store is left" u show "$1"
  check "nor a namespace" eval "! k get namespace store-$1"
}
killed() { # whether the proxy struck, and nothing of the worker is left
  [ -e "$WORLD/hit" ] && no_workers
}
strike() { # strike TITLE METHOD PATH BODY WHEN COMMAND...: the command's detached worker is killed there
  local title="killed $5 $1"
  proxy_up "$2" "$3" "$4" "$5" kill
  shift 5
  run u "$@"
  eventually "$title" killed
  proxy_down
}

for when in "${moments[@]}"; do
  for step in "${steps_of_create[@]}"; do
    IFS='|' read -r title method path body <<<"$step"
    count=$((count + 1)) name=crash-$count
    strike "$title" "$method" "$path" "$body" "$when" create "$name" --engine woocommerce
    verify_created "$name"
  done
done
for when in "${moments[@]}"; do
  for step in "${steps_of_delete[@]}"; do
    IFS='|' read -r title method path body <<<"$step"
    count=$((count + 1)) name=crash-$count
    run u create "$name" --engine woocommerce --wait
    stop_workers
    strike "$title" "$method" "$path" "$body" "$when" delete "$name" --yes
    verify_deleted "$name"
  done
done

for when in "${moments[@]}"; do
  for step in "${steps_of_upgrade[@]}"; do
    IFS='|' read -r title method path body <<<"$step"
    count=$((count + 1)) name=crash-$count
    run u create "$name" --engine woocommerce --wait
    stop_workers
    strike "upgrade: $title" "$method" "$path" "$body" "$when" upgrade "$name" --size medium
    verify_size "$name" upgrade medium
  done
  for step in "${steps_of_rollback[@]}"; do
    IFS='|' read -r title method path body <<<"$step"
    count=$((count + 1)) name=crash-$count
    run u create "$name" --engine woocommerce --wait
    run u upgrade "$name" --size medium --wait
    stop_workers
    strike "rollback: $title" "$method" "$path" "$body" "$when" rollback "$name"
    verify_size "$name" rollback small
  done
done

# While it waits for the cluster: the step is seen running in the jobs, then the worker is killed.
# shellcheck disable=SC2046
kill_workers() { kill -KILL $(pids_of_world '\(urumi worker\|^[^ ]*helm\)'); }
run u create waiting --engine woocommerce
eventually "waiting for workloads" at_step waiting workloads
kill_workers 2>/dev/null
verify_created waiting
# A finalizer holds the namespace, so that the wait is long enough to be struck.
run k -n store-waiting create configmap held
finalizers() { k -n store-waiting patch configmap held --type=merge -p "{\"metadata\":{\"finalizers\":$1}}"; }
expect 0 "a finalizer holds the namespace" finalizers '["example.com/hold"]'
run u delete waiting --yes
eventually "waiting for the namespace to go" at_step waiting namespace
kill_workers 2>/dev/null
expect 0 "the finalizer is taken off" finalizers null
verify_deleted waiting

# Killed over and over, and the next command of anybody takes it up.
run u create often --engine woocommerce
for _ in 1 2 3 4 5; do
  kill_workers 2>/dev/null
  run u list
done
verify_created often
expect 0 "is deleted" u delete often --yes --wait

# In the undoing of a create that was cancelled. The cluster is slow, so that it's still under way by then.
# A worker that lingers would do it without the proxy.
stop_workers
urumi demo stop >/dev/null
demo_up 1
for when in "${moments[@]}"; do
  for step in "${steps_of_undo[@]}"; do
    IFS='|' read -r title method path body <<<"$step"
    count=$((count + 1)) name=crash-$count
    proxy_up "$method" "$path" "$body" "$when" kill
    run u create "$name" --engine woocommerce
    within 30 at_step "$name" workloads
    run u cancel "$(u jobs "$name" -o json | jq -r '.[0].id')"
    eventually "killed $when cancel: $title" killed
    proxy_down
    verify_undone "$name"
  done
done
results
