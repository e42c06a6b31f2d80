# shellcheck shell=bash disable=SC2034,SC2154
# What any chart of helm/ has to hold. A chart's facts_CHART may set:
#   given    arguments without which it does not render, or not as a store's (an array)
#   sizes    values of `size`, or none (an array)
#   uids     the user ids its pods may run as
#   store    the store id that `given` sets and every label has to repeat, or nothing
#   beside   components (app.kubernetes.io/component) that run beside the steady ones at the peak of its
#            footprint, each once: a rolling update's second pod, the setup Job, ...; "solver" is cert-manager's
#   env_secrets   yes: its programs read secrets from the environment only

defaults() {
    given=() sizes=() uids=65532 store='' beside='' env_secrets=no
    change=() image=() fixed=() # for Tests/EndToEnd/charts.sh
}

# examine [SIZE] ARGUMENTS...: renders and applies every rule of examine.py. RELEASE names the release,
# FOOTPRINT=no leaves the footprint out.
examine() {
    local release=${RELEASE:-shop} size=
    case ${1-} in
        -*) ;;
        '') if [[ $# -gt 0 ]]; then shift; fi ;;
        *) size=$1; shift; set -- "$@" --set "size=$size" ;;
    esac
    "$helm" template "$release" "$chart" --namespace store-shop "${given[@]}" "$@" > "$work/out.yaml"
    as_json "$work/out.yaml" > "$work/out.json"
    [[ -s $work/out.json ]] || { echo "nothing was rendered"; return 1; }
    CHART_SIZE=$size CHART_FOOTPRINT=${FOOTPRINT:-$work/footprint.json} CHART_KEYS=$work/credentials.json CHART_UIDS=$uids \
        CHART_STORE=$store CHART_BESIDE=$beside CHART_ENV_SECRETS=$env_secrets python3 "$lib/examine.py" "$work/out.json"
}

# pods OUT ARGUMENTS...: the pod and claim templates of what doesn't end by itself
pods() {
    render "${@:2}" > "$work/pods.yaml"
    as_json "$work/pods.yaml" | python3 -c '
import json, sys
for thing in map(json.loads, sys.stdin):
    if thing["kind"] in ("Deployment", "StatefulSet"):
        print(json.dumps([thing["metadata"]["name"], thing["spec"]["template"], thing["spec"].get("volumeClaimTemplates")], indent=1))
' > "$1"
}

same_pods() { # an upgrade that changes nothing restarts nothing
    pods "$work/installed" && pods "$work/upgraded" --is-upgrade
    [[ -s $work/installed ]]
    diff "$work/installed" "$work/upgraded"
    ! grep -rl 'Release.Revision' "$chart/templates" | grep -vE '(job.*\.yaml|NOTES.txt)$'
}

# Helm 3 renders notes only with a cluster at hand; as another template's text they need none.
no_secret_in_notes() {
    rm -rf "$work/noted"
    cp -R "$chart" "$work/noted"
    mv "$work/noted/templates/NOTES.txt" "$work/noted/files/notes"
    printf 'notes: |\n{{ tpl (.Files.Get "files/notes") . | indent 2 }}\n' > "$work/noted/templates/notes.yaml"
    local kind
    for kind in --set=global.any=thing --is-upgrade; do
        "$helm" template shop "$work/noted" "${given[@]}" "$kind" --show-only templates/notes.yaml > "$work/notes"
        [[ -s $work/notes ]]
        if grep -iE 'password: |jsonpath|base64' "$work/notes"; then return 1; fi
    done
}

annotation() { # annotation NAME FILE: one of Chart.yaml's as JSON, or an empty file
    as_json "$work/chart.yaml" | python3 -c '
import json, sys
print(json.load(sys.stdin).get("annotations", {}).get(sys.argv[1], ""))' "$1" > "$work/annotation.yaml"
    as_json "$work/annotation.yaml" > "$2"
}

# beside_claim CLAIM ARGUMENTS...: rendered as where the cluster has this claim, a line of JSON; lookup needs a server.
beside_claim() {
    rm -rf "$work/beside"
    cp -R "$chart" "$work/beside"
    sed -i -E "s|lookup \"v1\" \"PersistentVolumeClaim\" [^}]*\}\}|fromJson \`$1\` }}|" "$work/beside"/templates/*.*
    grep -q 'fromJson `' "$work/beside"/templates/*.*
    chart=$work/beside render "${@:2}"
}

# keeps_its_claim NAME ARGUMENTS...: what is there stays as it was made, whatever the arguments ask for.
keeps_its_claim() {
    local claim='{"metadata": {"annotations": {"urumi.dev/storage-class": "slow"}}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "3Gi"}}}}'
    beside_claim "$claim" "${@:2}" > "$work/beside.yaml"
    as_json "$work/beside.yaml" | python3 -c '
import json, sys
for thing in map(json.loads, sys.stdin):
    if thing["kind"] == "PersistentVolumeClaim" and thing["metadata"]["name"] == sys.argv[1]:
        print(thing["spec"]["storageClassName"], thing["spec"]["resources"]["requests"]["storage"], *thing["spec"]["accessModes"])' "$1" > "$work/kept"
    diff "$work/kept" <(echo slow 3Gi ReadWriteOnce)
}

any_chart() {
    local size values version file
    "$helm" show chart "$chart" > "$work/chart.yaml"
    annotation urumi.dev/footprint "$work/footprint.json"
    annotation urumi.dev/credentials "$work/credentials.json"

    check "lint" "$helm" lint --strict --quiet "$chart" "${given[@]}"
    for size in "${sizes[@]:-}"; do
        check "values.yaml${size:+, $size}: restricted pods, complete resources, the stated footprint" examine "$size"
        for file in "$chart"/values-*.yaml; do
            [[ -f $file ]] || continue
            values=${file##*/}
            FOOTPRINT=no check "$values${size:+, $size}: renders" examine "$size" --values "$file"
            check "$values${size:+, $size}: lint" "$helm" lint --strict --quiet "$chart" "${given[@]}" --values "$file" ${size:+--set size="$size"}
        done
    done
    size=${sizes[0]:-}
    RELEASE=a-shop-whose-name-is-as-long-as-a-name-may-ever-be check "a name of 50 characters" examine "$size"
    RELEASE=a-shop-whose-name-is-as-long-as-helm-lets-a-name-be-1 check "a name of 53 characters" examine "$size"
    for version in 28 29 30 31 32 33 34 35 36 37; do
        check "Kubernetes 1.$version" examine "$size" --kube-version "1.$version.0"
    done
    check "an unchanged upgrade restarts nothing" same_pods
    if [[ -f $chart/templates/NOTES.txt ]]; then check "the notes tell no secret" no_secret_in_notes; fi
    if [[ -f $chart/values.schema.json ]]; then
        check "refuses an unknown value" refuses colour --set colour=red
        if [[ -n $size ]]; then check "refuses an unknown size" refuses size --set size=huge; fi
    fi
}
