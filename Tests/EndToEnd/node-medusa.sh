# shellcheck shell=bash disable=SC2034
# helm/medusa on the real node: PostgreSQL, Redis and Node.js of Debian, and stand-ins for the images' entry points,
# for Medusa itself and for the server of Next.js. The chart's scripts and the storefront's start.js are the real ones.

MEDUSA=$HERE/images/medusa

medusa_image() { sed -n "s|^  image: \\($1.*\\)|\\1|p" "$REPOSITORY/helm/medusa/values.yaml"; }

images_medusa() {
  local root binaries name
  debian_root medusa-postgres postgresql-15 || return
  root=$REPLY binaries=/usr/lib/postgresql/15/bin
  rm -f "$root"/usr/lib/x86_64-linux-gnu/libLLVM* # for JIT, which the chart turns off
  grep -q '^postgres:' "$root/etc/passwd" || echo 'postgres:x:70:70::/var/lib/postgresql:/bin/sh' >>"$root/etc/passwd"
  mkdir -p "$root"/{docker-entrypoint-initdb.d,var/lib/postgresql/data,var/run/postgresql,usr/local/bin}
  for name in initdb pg_ctl pg_isready postgres psql; do ln -sf "$binaries/$name" "$root/usr/local/bin/$name"; done
  install -D -t "$root/usr/local/bin" "$MEDUSA/postgres/docker-entrypoint.sh"
  pack_image "$root" "$IMAGE_CACHE/medusa-postgres.tar" "docker.io/library/$(medusa_image postgres:)" docker-entrypoint.sh postgres || return

  debian_root medusa-redis redis-server || return
  root=$REPLY
  mkdir -p "$root/data" "$root/usr/local/bin"
  for name in server cli; do ln -sf "/usr/bin/redis-$name" "$root/usr/local/bin/valkey-$name"; done
  pack_image "$root" "$IMAGE_CACHE/medusa-redis.tar" docker.io/valkey/valkey:9.1.4-alpine,docker.io/library/redis:7.4.11-alpine \
    redis-server || return

  debian_root medusa-node nodejs node-pg || return
  root=$REPLY
  medusa_backend "$root" || return
  pack_image "$root" "$IMAGE_CACHE/medusa-node.tar" \
    "$(medusa_image urumi.local/medusa-backend),$(medusa_image urumi.local/medusa-storefront),urumi.local/medusa-backend:next,urumi.local/medusa-storefront:next" \
    node || return
  ARCHIVES+=("$IMAGE_CACHE"/medusa-{postgres,redis,node}.tar)
}

# Backend and storefront in one image, as both are Node.js: /app has what each needs under names of its own.
medusa_backend() {
  local root=$1 modules=$1/app/node_modules
  mkdir -p "$root/app"/{static,private,.medusa,.next,built/server,built/static} "$modules/.bin" \
    "$modules/@medusajs/framework/utils" "$modules/@medusajs/medusa/core-flows"
  install -m 755 "$MEDUSA/backend/cli.js" "$root/app/cli.js"
  install -m 644 "$MEDUSA/backend/shop.js" "$root/app/shop.js"
  ln -sf ../../cli.js "$modules/.bin/medusa"
  echo 'module.exports = require("/app/shop.js");' >"$modules/@medusajs/framework/utils/index.js"
  echo 'module.exports = require("/app/shop.js").flows;' >"$modules/@medusajs/medusa/core-flows/index.js"
  install -m 644 "$MEDUSA/storefront/server.js" "$REPOSITORY/helm/medusa/image/storefront/start.js" "$root/app/"
  echo 'exports.backend = "http://medusa-backend-address.invalid"; exports.key = "pk_medusa_publishable_key_placeholder";' |
    tee "$root/app/built/server/settings.js" >"$root/app/built/static/settings.js"
  # The server of Next.js runs from the folder that start.js fills.
  node --check "$root/app/start.js" 2>/dev/null || [ ! -x "$(command -v node)" ]
}

# medusa_get NAMESPACE SERVICE PORT PATH [CURL OPTIONS]: through the Service, as an ingress controller would.
medusa_get() {
  local address
  address=$(k -n "$1" get service "$2" -o 'jsonpath={.spec.clusterIP}')
  inside curl --silent --show-error --max-time 10 --header 'Host: shop.localhost' "${@:5}" "http://$address:$3$4"
}

medusa_sql() { # medusa_sql NAMESPACE RELEASE SQL: of its database, as its owner
  # shellcheck disable=SC2016
  k -n "$1" exec "$2-postgres-0" -- sh -c 'PGPASSWORD=$(cat /etc/urumi/credentials/postgres-password) psql -h 127.0.0.1 -U medusa -d medusa -At -c "$0"' "$3"
}

medusa_ready() { [ "$(k -n "$1" get deployment "$2-storefront" "$2-backend" -o 'jsonpath={.items[*].status.readyReplicas}')" = '1 1' ]; }
medusa_pod() { k -n "$1" get pod -l "app.kubernetes.io/component=$2" -o 'jsonpath={.items[0].metadata.name}'; }

medusa_is_ready() { urumi show "$1" -o json | holds '.status == "ready"'; }

# An order in time: what waited is younger than what it waited for.
medusa_order() {
  local setup storefront
  setup=$(k -n "$1" get job "$2-setup-1" -o 'jsonpath={.status.completionTime}')
  storefront=$(k -n "$1" get pod "$(medusa_pod "$1" storefront)" -o 'jsonpath={.status.containerStatuses[0].state.running.startedAt}')
  [ -n "$setup" ] && [ -n "$storefront" ] && [[ ! $storefront < $setup ]]
}

medusa_key() { k -n "$1" get secret "$2-credentials" -o 'jsonpath={.data.publishable-key}' | base64 -d; }

medusa_sells() {
  local key
  key=$(medusa_key "$1" "$2")
  [ "$(medusa_get "$1" "$2-backend" 9000 /health)" = OK ] || return
  medusa_get "$1" "$2-backend" 9000 /store/products --header "x-publishable-api-key: $key" | holds '.products[0].handle == "sample-product"' || return
  [ "$(medusa_get "$1" "$2-backend" 9000 /store/products --header 'x-publishable-api-key: pk_wrong' -o /dev/null -w '%{http_code}')" = 400 ] || return
  medusa_get "$1" "$2-storefront" 8000 / | grep -q 'Sample product' || return
  [ "$(medusa_get "$1" "$2-storefront" 8000 /admin -o /dev/null -w '%{http_code} %{redirect_url}')" != '307 ' ] || return
  # Browsers get the shop's own address, the server the one within the cluster.
  medusa_get "$1" "$2-storefront" 8000 /_next/static/settings.js | grep -qF "\"http://$2.$BASE_DOMAIN\"" || return
  k -n "$1" exec "$(medusa_pod "$1" storefront)" -c storefront -- grep -qF "http://$2-backend:9000" /app/.next/server/settings.js
}

medusa_cookie() { # over http a cookie that is secure would be lost
  medusa_get "$1" "$2-backend" 9000 /health --dump-header - -o /dev/null | tr -d '\r' | grep -ix 'set-cookie: connect.sid=x; SameSite=lax'
}

medusa_restricted() {
  local namespace=$1 name=$2 wrong=0
  restricted "$namespace" "$name-postgres-0" postgres 70 || wrong=1
  restricted "$namespace" "$name-redis-0" redis 999 || wrong=1
  restricted "$namespace" "$(medusa_pod "$namespace" backend)" backend 1000 || wrong=1
  restricted "$namespace" "$(medusa_pod "$namespace" storefront)" storefront 1000 || wrong=1
  return "$wrong"
}

# No password where anybody who may list pods or processes sees it.
medusa_hides() {
  local secret key
  k -n "$1" get pods,jobs,deployments,statefulsets,configmaps -o yaml >"$WORLD/objects"
  k -n "$1" logs -l app.kubernetes.io/part-of=urumi --all-containers --tail=-1 >"$WORLD/logs"
  for key in admin-password postgres-password redis-password jwt-secret cookie-secret; do
    secret=$(k -n "$1" get secret "$2-credentials" -o "jsonpath={.data.$key}" | base64 -d)
    [ -n "$secret" ] || return
    ! grep -qF "$secret" "$WORLD/objects" "$WORLD/logs" || { echo "$key is shown" && return 1; }
    ! grep -lsF "$secret" /proc/[0-9]*/cmdline || { echo "$key is in an argument" && return 1; }
  done
}

medusa_keeps() { # a restart of each pod loses nothing
  local namespace=$1 name=$2 before after
  medusa_get "$namespace" "$name-backend" 9000 /static/a.txt -X PUT >/dev/null || return
  medusa_get "$namespace" "$name-backend" 9000 /count >/dev/null
  before=$(medusa_get "$namespace" "$name-backend" 9000 /count)
  sleep 1.2 # Redis writes to its log every second
  k -n "$namespace" delete pod --wait=true "$name-postgres-0" "$name-redis-0" "$(medusa_pod "$namespace" backend)" >/dev/null || return
  within "$PATIENCE" medusa_ready "$namespace" "$name" || return
  [ "$(medusa_get "$namespace" "$name-backend" 9000 /static/a.txt)" = uploaded ] || { echo "the upload is lost" && return 1; }
  after=$(medusa_get "$namespace" "$name-backend" 9000 /count)
  [ "${before#:}" -lt "${after#:}" ] || { echo "Redis went from $before to $after" && return 1; }
}

# The database is killed in the middle of its first initialisation, and the shop comes up all the same.
medusa_cut_short() {
  within "$PATIENCE" k -n "$1" exec "$2-postgres-0" -- test -s /var/lib/postgresql/data/pgdata/PG_VERSION || return
  k -n "$1" exec "$2-postgres-0" -- test -e /var/lib/postgresql/data/initialising || { echo "it was through already" && return 1; }
  k -n "$1" delete pod "$2-postgres-0" --grace-period=0 --force >/dev/null 2>&1
}

medusa_admins() { medusa_sql "$1" "$2" "SELECT count(*) FROM record WHERE kind = 'user'"; }

# Another backend image by bare Helm, and a worker of its own: migrated first, then served; the merchant's changes stay; and back again.
medusa_upgrade() {
  local namespace=$1 name=$2
  medusa_sql "$namespace" "$name" "UPDATE record SET data = data || '{\"name\": \"Renamed\"}' WHERE kind = 'store'" >/dev/null || return
  h -n "$namespace" upgrade "$name" "$REPOSITORY/helm/medusa" --reuse-values --set backend.image=urumi.local/medusa-backend:next \
    --set worker.mode=apart --wait --wait-for-jobs --timeout 3m >/dev/null || return
  # shellcheck disable=SC2016
  k -n "$namespace" exec "$(medusa_pod "$namespace" worker)" -c worker -- sh -c '[ "$MEDUSA_WORKER_MODE" = worker ] && test -w /app/static' || return
  restricted "$namespace" "$(medusa_pod "$namespace" worker)" worker 1000 || return
  [ "$(medusa_sql "$namespace" "$name" "SELECT data->>'name' FROM record WHERE kind = 'store'")" = Renamed ] || return
  [ "$(medusa_sql "$namespace" "$name" "SELECT count(*) FROM urumi.setup WHERE part LIKE 'schema %'")" = 2 ] || return
  [ "$(medusa_admins "$namespace" "$name")" = 1 ] || return
  h -n "$namespace" rollback "$name" 1 --wait --wait-for-jobs --timeout 3m >/dev/null || return
  medusa_sells "$namespace" "$name"
}

check_medusa() {
  local name=shop namespace
  export BASE_DOMAIN=localhost
  namespace=$(store_namespace "$name")
  urumi create "$name" --engine medusa >"$WORLD/create" 2>&1 || { bad "urumi takes the order" "$(cat "$WORLD/create")" && return; }
  check "PostgreSQL dies in the middle of its first initialisation" medusa_cut_short "$namespace" "$name"
  eventually "and yet the shop gets ready" medusa_is_ready "$name"
  lap "created"
  medusa_is_ready "$name" || { k -n "$namespace" get pods,events && k -n "$namespace" logs "job/$name-setup-1" && return; }
  check "the storefront starts after the seed" medusa_order "$namespace" "$name"
  check "the shop shows its products, and takes the key of the Secret alone" medusa_sells "$namespace" "$name"
  check "over http cookies are not secure" medusa_cookie "$namespace" "$name"
  check "every container is restricted" medusa_restricted "$namespace" "$name"
  check "no secret is in an object, a log or an argument" medusa_hides "$namespace" "$name"
  check "uploads, rows and queues outlive their pods" medusa_keeps "$namespace" "$name"
  lap "restarted"
  check "helm test finds the shop's page and the backend's health" h -n "$namespace" test "$name" --timeout 2m
  check "bare Helm upgrades the backend, sets a worker apart, and rolls both back" medusa_upgrade "$namespace" "$name"
  lap "upgraded and rolled back"
  expect 0 "urumi deletes it" urumi delete "$name" --yes --wait
  check "nothing is left" test -z "$(k get namespace "$namespace" --ignore-not-found -o name)"
}
