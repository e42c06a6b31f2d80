#!/usr/bin/env bash
# away.sh [SECONDS]: the cluster's API goes away for so long (60 by default) under an open dashboard: first it
# answers nothing, then it refuses. Keys, memory, CPU and the way back are measured.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
world
SECONDS_AWAY=${1:-60}
expect 0 "the demo cluster starts" urumi demo start --stores 40
DEMO=$XDG_STATE_HOME/urumi/demo/cluster/kubeconfig
export MAX_STORES=1000
# A world beside the demo's, which knows the cluster by its kubeconfig alone and goes through the proxy.
export KUBECONFIG=$WORLD/kubeconfig
cp "$DEMO" "$KUBECONFIG"
expect 0 "its stores are adopted" urumi adopt
if python3 "$HERE/away.py" "$SECONDS_AWAY" "$DEMO" "$KUBECONFIG" "$WORLD/away.json"; then
  ok "the dashboard holds while the API is away for $SECONDS_AWAY s"
else
  bad "the dashboard holds while the API is away for $SECONDS_AWAY s"
fi
cat "$WORLD/away.json"
results
