#!/usr/bin/env bash
# Two administrators on one state folder, as scripts/setup-prod.sh lays it: both of a group, neither of them root, each
# from a login of their own; and somebody who isn't of the group. Needs root, which plays them all.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/demo.sh"
[ "$(id -u)" = 0 ] || { echo "shared.sh needs root" && exit 77; }
world
echo "two administrators, Helm $("${HELM_BINARY:-helm}" version --template '{{.Version}}')"
demo_up 20

# Neither this repository nor root's home need be readable for them.
GROUP=61000 SHARED=$WORLD/urumi
chmod 755 "$WORLD"
mkdir -m 755 "$WORLD/bin" "$WORLD/share"
install -m 755 -t "$WORLD/bin" "$PROGRAMS"/urumi "$PROGRAMS"/urumi-server
install -m 755 "$(command -v "${HELM_BINARY:-helm}")" "$WORLD/bin/helm"
cp -R "$REPOSITORY/helm" "$REPOSITORY/themes" "$WORLD/share/"
chmod -R go=rX "$WORLD/share"
for folder in "$SHARED" "$SHARED/urumi.db-state"; do install -d -m 2770 -g "$GROUP" "$folder"; done

declare -A IDS=([ada]=61001 [ben]=61002 [carl]=61003)
for person in "${!IDS[@]}"; do
  own=(-o "${IDS[$person]}" -g "${IDS[$person]}")
  install -d -m 700 "${own[@]}" "$WORLD/$person"
  install -m 600 "${own[@]}" "$DEMO_CONFIG" "$WORLD/$person/kubeconfig"
done
as() { # as PERSON COMMAND...
  local id=${IDS[$1]} groups=(--groups "$GROUP")
  if [ "$1" = carl ]; then groups=(--clear-groups); fi
  (
    cd "$WORLD/$1" && exec setpriv --reuid "$id" --regid "$id" "${groups[@]}" env -i URUMI_WORLD="$WORLD" \
      PATH="$WORLD/bin:/usr/local/bin:/usr/bin:/bin" HOME="$WORLD/$1" USER="$1" LC_ALL=C.UTF-8 \
      KUBECONFIG="$WORLD/$1/kubeconfig" DATABASE_URL="sqlite:///$SHARED/urumi.db" URUMI_SHARE="$WORLD/share" \
      HELM_BINARY="$WORLD/bin/helm" "${@:2}"
  )
}
is_ready() { as "$1" urumi show "$2" -o json | holds '.status == "ready"'; }
# A worker that ends by itself must not be what does the next one's job.
alone() { within 60 no_workers; }

expect 0 "one makes a store" as ada urumi create shop --engine woocommerce --wait -o json
is_json "that is ready" '.status == "ready"'
alone
expect 0 "the other sees it" as ben urumi list -o json
is_json "healthy or getting there" '.[0].name == "shop" and .[0].status == "ready"'
expect 0 "and its credentials" as ben urumi credentials shop -o json
expect 0 "upgrades it" as ben urumi upgrade shop --set wordpress.workers=3 --wait -o json
alone
expect 0 "the first one rolls it back" as ada urumi rollback shop --wait -o json
is_json "to what it was" '.status == "ready" and .revision == 3'
expect 0 "and reads what the other's job wrote" as ada urumi jobs shop -o json
job=$(jq -r '[.[] | select(.kind == "upgrade")][0].id' <<<"$OUT")
expect 0 "in its log" as ada urumi jobs --log "$job"
alone

echo "one goes on with what the other's processes leave"
slow_down() { k get namespace store-second; }
expect 0 "one asks for a store" as ada urumi create second --engine woocommerce
within "$PATIENCE" slow_down
# shellcheck disable=SC2046
kill -KILL $(pids_of_world 'urumi worker\|bin/helm') 2>/dev/null
expect 0 "whose worker is killed; the other looks" as ben urumi list
eventually "and the store is made" is_ready ben second
expect 4 "which the other can't make again" as ben urumi create second --engine woocommerce
expect 0 "both at once" as ben urumi delete second --yes
expect 0 "delete different stores" as ada urumi delete shop --yes --wait
gone() { as ada urumi list -o json | holds 'length == 0'; }
eventually "both are gone" gone
alone

echo "what is told and kept"
expect 0 "the audit trail" as ben urumi audit -o json
# By their ids, as the machine knows no names for them, and what they say themselves of it doesn't count.
is_json "names each of them" "[.[].actor | split(\"@\")[0]] | unique == [\"${IDS[ada]}\", \"${IDS[ben]}\"]"
theirs=$(find "$SHARED" ! -group "$GROUP")
check "all of it is the group's" test -z "$theirs"
open=$(find "$SHARED" -perm /007)
check "and nobody else's" test -z "$open"
check "both wrote there" test "$(find "$SHARED" -type f -printf '%U\n' | sort -u | wc -l)" -ge 2

echo "somebody else"
run as carl urumi list
check "is refused" test "$CODE" != 0
says "with what it's for" "$SHARED"
check "and has got nothing" test -z "$OUT"
for person in ada ben; do
  check "$person has no state of their own" test -z "$(find "$WORLD/$person" -name '*.db*')"
done
results
