#!/usr/bin/env bash
# Tests the charts of helm/ without a cluster: what they render, what they refuse, and the scripts they run,
# against stand-ins. Uses the Helm of HELM3 and of HELM4, or the one on PATH; needs python3. php and shellcheck
# are used where they are there. On a cluster: Tests/EndToEnd/charts.sh.
#   scripts/test-charts.sh [CHART...]   all of helm/, or those named
#
# What holds for any chart is in lib/charts/any.sh. A chart's own file, lib/charts/CHART.sh, has
#   facts_CHART      sets what any.sh has to know of it (see there)
#   rendered_CHART   its own checks of what it renders and refuses, called for each Helm
#   scripts_CHART    its checks that need no Helm, called once
set -euo pipefail

ROOT=$(cd "$(dirname "$0")/.." && pwd)
lib=$ROOT/scripts/lib/charts
# shellcheck source=lib/charts/harness.sh
. "$lib/harness.sh"
# shellcheck source=lib/charts/any.sh
. "$lib/any.sh"

charts=("$@")
if [[ ${#charts[@]} -eq 0 ]]; then
    for folder in "$ROOT"/helm/*/Chart.yaml; do
        folder=${folder%/Chart.yaml}
        charts+=("${folder##*/}")
    done
fi

for name in "${charts[@]}"; do
    chart=$ROOT/helm/$name
    [[ -f $chart/Chart.yaml ]] || { echo "No chart helm/$name." >&2; exit 2; }
    defaults
    if [[ -f $lib/$name.sh ]]; then
        # shellcheck source=/dev/null
        . "$lib/$name.sh"
        if declare -F "facts_$name" > /dev/null; then "facts_$name"; fi
    fi
    for helm in "${helms[@]}"; do
        echo "$name, Helm $("$helm" version --template '{{.Version}}')"
        any_chart
        if declare -F "rendered_$name" > /dev/null; then "rendered_$name"; fi
    done
    if declare -F "scripts_$name" > /dev/null; then
        echo "$name, scripts"
        "scripts_$name"
    fi
done

echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
