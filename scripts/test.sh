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
  --verbose    show each lane's output as it comes, those that run beside others excepted

Every lane's output is kept in .build/test-logs. The exit code is 1 if any lane failed.

The lanes real-cluster and real-charts use ../shared/real-cluster when it is there; else the cluster of KUBECONFIG when
URUMI_TEST_REAL_CLUSTER=1 says that tests may create and delete stores on it; else they are skipped.
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

# A lane runs apart from the others: its own shell, no input, its output in a file, and how it ended and in how many
# seconds in another. It says with exit 77 that it cannot run here; the last line of its output is then the reason.
run_lane() {
  local log=$logs/$1.log start=$SECONDS
  rm -f "$log.optional"
  OPTIONAL_LANE=$log.optional
  (set -e && "lane_${1//-/_}") </dev/null >"$log" 2>&1
  echo "$? $((SECONDS - start))" >"$log.end"
}

report_lane() {
  local name=$1 log=$logs/$1.log code seconds detail
  read -r code seconds <"$log.end"
  detail=$(grep -E '^(.*Test run with .*|[0-9]+ passed, [0-9]+ failed.*)$' "$log" | tail -n 1 | sed 's/^[^[:alnum:]]*//')
  if [ "$code" = 77 ]; then
    detail=$(tail -n 1 "$log")
    if [ "$ci" = yes ] && [ ! -e "$log.optional" ]; then code=1; fi
  fi
  rm -f "$log.end" "$log.optional"
  case $code in
    0) result=passed passed=$((passed + 1)) ;;
    77) result=skipped skipped=$((skipped + 1)) ;;
    *) result=FAILED failed=$((failed + 1)) ;;
  esac
  summary+=("$(printf '%-14s %-8s %6s  %s' "$name" "$result" "$(duration "$seconds")" "$detail")")
  echo "${summary[-1]}"
  if [ "$result" = FAILED ] && [ "$verbose" = no ]; then
    echo "--- what failed, in $log"
    grep -nE -A 8 '^ *(FAIL|✘|.*: error:|not ok)' "$log" | cut -c -600 | head -n 120
    echo "--- and its end"
    tail -n 40 "$log" | cut -c -600
    echo "---"
  fi
}

# Lanes that go on beside others, by name; each is a process group, so that it ends as a whole.
declare -A beside=()
start_beside() {
  set -m
  run_lane "$1" &
  beside[$1]=$!
  set +m
}
await_beside() {
  local name
  for name in "${chosen[@]}"; do
    [ -n "${beside[$name]:-}" ] || continue
    wait "${beside[$name]}"
    unset "beside[$name]"
    report_lane "$name"
  done
}
stop_beside() {
  local group
  trap - INT TERM
  for group in "${beside[@]}"; do kill -TERM -- "-$group" 2>/dev/null; done
  wait
  exit 130
}
trap stop_beside INT TERM

[[ " ${chosen[*]} " != *" real-"* ]] || build_real_cluster
for name in "${chosen[@]}"; do
  if is_among "$name" "${BESIDE[@]}"; then
    start_beside "$name"
    continue
  fi
  if is_among "$name" "${ALONE[@]}"; then await_beside; fi
  if [ "$verbose" = yes ]; then
    : >"$logs/$name.log"
    tail -n +1 -f "$logs/$name.log" &
    run_lane "$name"
    sleep 1 # until the end is shown
    kill "$!"
  else
    run_lane "$name"
  fi
  report_lane "$name"
done
await_beside

echo
printf '%s\n' "${summary[@]}"
echo "in $(duration "$SECONDS")"
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" = 0 ]
