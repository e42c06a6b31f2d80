# shellcheck shell=bash disable=SC2034
# A demo cluster used as if it were a live one: through its kubeconfig, or through a proxy that misbehaves.

demo_up() { # demo_up SPEED
  urumi demo start --speed "$1" >/dev/null || exit
  DEMO_CONFIG=$XDG_STATE_HOME/urumi/demo/cluster/kubeconfig
  export KUBECONFIG=$DEMO_CONFIG
}

u() { urumi "$@"; }
k() { "${KUBECTL:-kubectl}" --kubeconfig "$DEMO_CONFIG" "$@"; }
h() { "${HELM_BINARY:-helm}" --kubeconfig "$DEMO_CONFIG" "$@"; }

PROXY=''
proxy_up() { # proxy_up [METHOD PATH-REGEX BODY-REGEX WHEN ACTION]: KUBECONFIG then leads through it
  local server
  proxy_down
  server=$(grep -o 'http://[0-9.]*:[0-9]*' "$DEMO_CONFIG" | head -n 1)
  rm -f "$WORLD/port" "$WORLD/hit"
  python3 "$HERE/proxy.py" "$server" "$WORLD" "$@" &
  PROXY=$!
  within 10 test -s "$WORLD/port" || return 1
  sed "s|$server|http://127.0.0.1:$(cat "$WORLD/port")|" "$DEMO_CONFIG" >"$WORLD/proxied"
  chmod 600 "$WORLD/proxied"
  export KUBECONFIG=$WORLD/proxied
}
proxy_down() {
  [ -z "$PROXY" ] || { kill "$PROXY" && wait "$PROXY"; } 2>/dev/null
  PROXY=''
  export KUBECONFIG=$DEMO_CONFIG
}
no_workers() { [ -z "$(pids_of_world 'urumi worker')" ]; }
stop_workers() { # those that were left running would go on with the kubeconfig they were started with
  # shellcheck disable=SC2046
  kill -TERM $(pids_of_world 'urumi worker') 2>/dev/null
  within 10 no_workers
}
