#!/usr/bin/env bash
# Where secrets are: in Kubernetes Secrets, and nowhere else. The arguments and environment of every process are
# watched while stores are made and changed; then everything that was left or said is searched.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/demo.sh"
world
echo "secrets, Helm $("${HELM_BINARY:-helm}" version --template '{{.Version}}')"
demo_up 30
state=$XDG_STATE_HOME/urumi
said=$WORLD/said
mkdir "$said"

# Canaries: a token of the kubeconfig, one that a plugin answers with, and the REST API's.
token=canaryKubeconfigToken$RANDOM$RANDOM plugin=canaryPluginToken$RANDOM$RANDOM
export API_TOKEN=canaryApiToken$RANDOM$RANDOM
server=$(grep -o 'http://[^" ]*' "$DEMO_CONFIG" | head -n 1)
# shellcheck disable=SC2016
printf '%s' '#!/bin/sh
[ "$OWN_PLUGIN_REGION" = here ] && [ "$FROM_KUBECONFIG" = yes ] && [ -n "$HOME" ] || exit 3
echo "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"$(cat "$(dirname "$0")/plugin-token")\"}}"
' >"$WORLD/plugin"
chmod 700 "$WORLD/plugin"
(umask 077 && printf %s "$plugin" >"$WORLD/plugin-token")
kubeconfig() { # kubeconfig FILE USER: with that user's credentials
  (umask 077 && printf '%s\n' 'apiVersion: v1' 'kind: Config' 'current-context: demo' \
    "clusters: [{name: demo, cluster: {server: '$server'}}]" \
    'contexts: [{name: demo, context: {cluster: demo, user: u}}]' "users: [{name: u, user: $2}]" >"$1")
}
kubeconfig "$WORLD/with-token" "{token: $token}"
kubeconfig "$WORLD/with-plugin" \
  "{exec: {apiVersion: client.authentication.k8s.io/v1, command: '$WORLD/plugin', interactiveMode: Never, env: [{name: FROM_KUBECONFIG, value: 'yes'}]}}"
# What the plugin needs of the environment comes to it through Helm as well.
export OWN_PLUGIN_REGION=here

python3 "$HERE/watch-processes.py" "$WORLD" "$WORLD/seen" &
watch=$!
number=0
say() { # say COMMAND...: run, with all that it says kept
  run "$@"
  number=$((number + 1))
  printf '%s\n%s\n' "$OUT" "$ERR" >"$said/$number"
}
done_well() { if [ "$CODE" = 0 ]; then ok "$1"; else bad "$1" "$ERR"; fi; }

export KUBECONFIG=$WORLD/with-token
say u create shop --engine woocommerce --wait
done_well "a store is made, with a token"
stop_workers
export KUBECONFIG=$WORLD/with-plugin
DEBUG=true say u create other --engine woocommerce --wait
done_well "another, with a plugin's token and debug logging"
if u --help | grep -q '^  upgrade '; then
  say u upgrade shop --set wordpress.workers=3 --wait
  done_well "an upgrade"
  say u rollback shop --wait
  done_well "a rollback"
  say u upgrade shop --set wordpress.workers=4 --dry-run
  say u history shop -o json
  say u audit -o json
fi
# One that fails says much.
say u create broken --engine woocommerce --set wordpress.image=wordpress:missing --wait
for command in "list" "show shop" "show broken" "pods shop" "jobs" "jobs shop" "events shop" "doctor" "themes"; do
  # shellcheck disable=SC2086
  say u $command -o json
  # shellcheck disable=SC2086
  say u $command
done
say u logs shop
# One that crashes in the middle of its work.
(ulimit -c unlimited && exec urumi create crash --engine woocommerce) >"$said/crash" 2>&1
sleep 0.7
# shellcheck disable=SC2046
kill -SEGV $(pids_of_world 'urumi worker') 2>/dev/null
within 20 no_workers
say u list
is_ready() { u show "$1" -o json | holds '[.. | objects | .status? // empty] | any(. == "ready")'; }
eventually "a store whose worker crashed is made" is_ready crash
stop_workers
kill -TERM "$watch"
wait "$watch"

# What is secret: the credentials of all stores, and the canaries.
k get secrets -A -l urumi.dev/store -o json >"$WORLD/secrets.json"
k get secrets -A -l owner=helm -o json >"$WORLD/all.releases.json"
python3 - "$WORLD/secrets.json" >"$WORLD/credentials" <<'PY'
import base64, json, sys
for item in json.load(open(sys.argv[1]))["items"]:
    if item["type"] == "Opaque":
        for key, value in item["data"].items():
            value = base64.b64decode(value).decode()
            # Names and addresses are no secrets.
            if len(value) >= 12 and "@" not in value and not key.lower().endswith(("user", "username", "name", "email", "database")):
                print(value)
PY
printf '%s\n' "$token" "$plugin" "$API_TOKEN" >"$WORLD/canaries"
check "there are credentials" test "$(wc -l <"$WORLD/credentials")" -ge 6
search() { python3 "$HERE/search-secrets.py" "$@"; }
cp "$WORLD/credentials" "$WORLD/self"
finds() { ! search "$@"; }
check "the search finds what is there" finds "$WORLD/credentials" "$WORLD/self"
base64 -w0 "$WORLD/credentials" >"$WORLD/self"
check "and in base64" finds "$WORLD/credentials" "$WORLD/self"
rm "$WORLD/self"
mapfile -t kept < <(find "$state" -mindepth 1 -maxdepth 1 ! -name demo)
for kind in credentials canaries; do
  check "none of the $kind is in what is on disk" search "$WORLD/$kind" "${kept[@]}"
  check "nor in what was said" search "$WORLD/$kind" "$said"
  check "nor in a release's record" search "$WORLD/$kind" "$WORLD/all.releases.json"
  check "nor in what a crash left" search "$WORLD/$kind" "$WORLD/here" "$said" "$state"/*.log
done
check "Helm was seen at work" test -s "$WORLD/seen.helm"
check "none of the credentials is in the arguments or the environment of any process" \
  search "$WORLD/credentials" "$WORLD/seen.helm" "$WORLD/seen.urumi" "$WORLD/seen.other"
printf '%s\n' "$token" "$plugin" >"$WORLD/tokens"
check "nor a token of the cluster's" search "$WORLD/tokens" "$WORLD/seen.helm" "$WORLD/seen.urumi" "$WORLD/seen.other"
printf '%s\n' "$API_TOKEN" >"$WORLD/api-token"
check "nor the API's token in those of Helm" search "$WORLD/api-token" "$WORLD/seen.helm"
run u credentials shop -o json
is_json "they are shown when asked for" 'tostring | length > 40'
printf '%s\n' "$OUT" >"$WORLD/shown"
check "and are the ones in the cluster" finds "$WORLD/credentials" "$WORLD/shown"
for name in shop other broken crash; do run u delete "$name" --yes --wait; done
results
