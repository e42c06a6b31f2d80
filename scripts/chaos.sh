#!/usr/bin/env bash
# Kills urumi's processes at random while stores are made, changed and deleted, and checks that all is right.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
case ${1:-} in
  --help | -h)
    cat <<'U'
usage: scripts/chaos.sh [OPTIONS]

Runs real commands on a cluster, several at a time, and kills the dashboard, workers, commands and Helm with
signal 9 all the while. Then: no accepted action is lost, none is done twice, none is stuck, and the cluster
has nothing that the records don't know. Ends with 1 where that isn't so. Ctrl-C ends it early, with a report.

  --kills N          end after so many kills (default: 150)
  --cycles N         and so many stores that were made and deleted (default: 0)
  --duration S       in any case end after so many seconds (default: 180)
  --concurrency N    stores worked on at a time (default: 4)
  --seed N           of all random choices; the report names it (default: by the clock)
  --cluster WHICH    demo, or a kubeconfig's path (default: demo)
  --speed N          of the demo cluster's time (default: 60)
  --helm PATH        the Helm to use (default: HELM_BINARY, else helm)
  --programs FOLDER  where urumi and urumi-server are (default: the release build)
  --resume FOLDER    go on with what a run before left there; a new one is made where there's none
  --no-dashboard     without a dashboard among the victims
U
    exit
    ;;
esac
export PYTHONDONTWRITEBYTECODE=1
PYTHONPATH=$root/Tests/EndToEnd exec python3 "$root/Tests/EndToEnd/chaos/monkey.py" --root "$root" "$@"
