#!/usr/bin/env bash
# Runs every check there is, lane by lane, and says how each ended. Installs what they need first.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/packages.sh
. "$here/lib/packages.sh"
# shellcheck source=lib/swift.sh
. "$here/lib/swift.sh"
# shellcheck source=lib/helm.sh
. "$here/lib/helm.sh"
# shellcheck source=lib/build.sh
. "$here/lib/build.sh"
# shellcheck source=lib/lanes.sh
. "$here/lib/lanes.sh"

usage() {
  cat <<'U'
usage: scripts/test.sh [--lane NAME]... [--list] [--yes] [--ci] [--thorough] [--verbose]

  --lane NAME  only this lane; may be given several times
  --list       the lanes and what each checks
  --yes        install what is missing without asking
  --ci         as CI runs it: --yes, and a lane that can run must run
  --thorough   at full size, for hours: 1,000 seeds of faults, 100,000 spoiled inputs of each parser, the API
               away for 10 minutes, 10,000 kills over 2,000 stores' lives
  --verbose    show each lane's output as it comes, rather than only a failing one's end

Every lane's output is kept in .build/test-logs. The exit code is 1 if any lane failed.

The lane real-cluster uses ../shared/real-cluster when it is there; else the cluster of KUBECONFIG when
URUMI_TEST_REAL_CLUSTER=1 says that tests may create and delete stores on it; else it is skipped.
U
}

chosen=() ci=no verbose=no
while [ $# -gt 0 ]; do
  case $1 in
    --lane)
      lane_known "${2:-}" || { say "no lane is named '${2:-}'; see --list" && exit 2; }
      chosen+=("$2")
      shift
      ;;
    --list) list_lanes && exit ;;
    --yes | -y) ASSUME_YES=yes ;;
    --ci) ci=yes ASSUME_YES=yes ;;
    --thorough) be_thorough ;;
    --verbose | -v) verbose=yes ;;
    --help | -h) usage && exit ;;
    *) say "unknown: $1" && usage >&2 && exit 2 ;;
  esac
  shift
done
[ "${#chosen[@]}" -gt 0 ] || chosen=("${LANES[@]}")

trap clean_scratch EXIT
want_packages "${URUMI_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
plan_swift
plan_test_tools
plan_packages
confirm_plan
install_packages
install_swift
install_test_tools

logs=$ROOT/.build/test-logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0 summary=()

duration() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# A lane runs apart from the others: its own shell, no input, its output in a file. It says with
# exit 77 that it cannot run here; the last line of its output is then the reason.
run_lane() {
  local name=$1 log=$logs/$1.log start=$SECONDS code detail
  printf '%-14s ' "$name"
  if [ "$verbose" = yes ]; then
    echo
    (set -e && "lane_${name//-/_}") </dev/null 2>&1 | tee "$log"
    code=${PIPESTATUS[0]}
  else
    (set -e && "lane_${name//-/_}") </dev/null >"$log" 2>&1
    code=$?
  fi
  detail=$(grep -E '^(.*Test run with .*|[0-9]+ passed, [0-9]+ failed.*)$' "$log" | tail -n 1 | sed 's/^[^[:alnum:]]*//')
  if [ "$code" = 77 ]; then
    detail=$(tail -n 1 "$log")
    if [ "$ci" = yes ] && [ ! -e "$OPTIONAL_LANE" ]; then code=1; fi
    rm -f "$OPTIONAL_LANE"
  fi
  case $code in
    0) result=passed passed=$((passed + 1)) ;;
    77) result=skipped skipped=$((skipped + 1)) ;;
    *) result=FAILED failed=$((failed + 1)) ;;
  esac
  summary+=("$(printf '%-14s %-8s %6s  %s' "$name" "$result" "$(duration $((SECONDS - start)))" "$detail")")
  printf '%-8s %6s  %s\n' "$result" "$(duration $((SECONDS - start)))" "$detail"
  if [ "$result" = FAILED ] && [ "$verbose" = no ]; then
    echo "--- the end of $log"
    tail -n 150 "$log"
    echo "---"
  fi
}

[[ " ${chosen[*]} " != *" real-"* ]] || build_real_cluster
for name in "${chosen[@]}"; do run_lane "$name"; done

echo
printf '%s\n' "${summary[@]}"
echo "in $(duration "$SECONDS")"
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" = 0 ]
