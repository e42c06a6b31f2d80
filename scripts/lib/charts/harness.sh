# shellcheck shell=bash disable=SC2034
# Checks, rendering and asking for refusals: what each chart's tests are written in.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
chart=
helm=
given=()

check() { # check TITLE COMMAND...
    local name=$1 output status
    shift
    # Not within an "if": there, a failing line would not end the check.
    set +e
    output=$(set -e; "$@" 2>&1)
    status=$?
    set -e
    if [[ $status -eq 0 ]]; then
        passed=$((passed + 1))
        echo "ok    $name"
    else
        failed=$((failed + 1))
        echo "FAIL  $name"
        tail -15 <<< "$output" | sed 's/^/      /'
    fi
}

skip() { echo "skip  $1: $2"; }

helms=()
for candidate in "${HELM3:-}" "${HELM4:-}"; do
    if [[ -n $candidate ]]; then helms+=("$candidate"); fi
done
if [[ ${#helms[@]} -eq 0 ]]; then
    helms=("$(command -v helm)") || { echo "No Helm: set HELM3 or HELM4, or put helm on PATH." >&2; exit 2; }
fi

# The chart in hand, as release "shop", with what it needs to render at all.
render() { "$helm" template shop "$chart" --namespace store-shop "${given[@]}" "$@"; }

# By a file: a grep that has seen enough would end the pipe, and with it Helm; and what isn't rendered lacks nothing.
has() { render "${@:2}" > "$work/looked-at.yaml" && grep -qE -- "$1" "$work/looked-at.yaml"; }
lacks() { render "${@:2}" > "$work/looked-at.yaml" && ! grep -qE -- "$1" "$work/looked-at.yaml"; }

refuses() { # refuses WORD ARGUMENTS...: the chart refuses the arguments, and names WORD
    local expected=$1 output
    shift
    if output=$(render "$@" 2>&1); then
        echo "accepted: $*"
        return 1
    fi
    if [[ $output != *"$expected"* ]]; then
        echo "the refusal does not name $expected: $output"
        return 1
    fi
}

# What Helm renders, as JSON, an object a line; Helm itself is the YAML parser.
mkdir -p "$work/parser/templates"
printf 'apiVersion: v2\nname: parser\nversion: 0.0.0\n' > "$work/parser/Chart.yaml"
cat > "$work/parser/templates/all.yaml" <<'TEMPLATE'
{{ range regexSplit "(?m)^---" (.Files.Get "rendered.yaml") -1 }}
{{ with fromYaml . }}{{ . | toJson }}{{ end }}
{{ end }}
TEMPLATE
as_json() {
    cp "$1" "$work/parser/rendered.yaml"
    "$helm" template parser "$work/parser" 2> /dev/null | grep '^{' || true
}
