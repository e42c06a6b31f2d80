# shellcheck shell=bash disable=SC2034,SC2154
# What is helm/medusa's own.

# shellcheck source=medusa/scripts.sh
. "$lib/medusa/scripts.sh"

facts_medusa() {
    given=(--set existingSecret=c --set storeId=an-id)
    sizes=(small medium large)
    uids='70 999 1000'
    store=an-id
    beside='backend storefront setup test solver'
    change=(--set shop.title=Other)
    image=(--set backend.image=urumi.local/medusa-backend:next)
    fixed=(--set storeId=another --set storageClass=another --set postgres.storage=9Gi --set redis.storage=9Gi --set backend.storage=9Gi --set backend.accessMode=ReadWriteMany)
}

schema_of() { render "$@" | sed -n 's/^    urumi.dev\/schema: //p'; }

# The setup Job says that it may migrate where it may, and nowhere else.
medusa_tells_migrations() {
    local before other
    before=$(schema_of)
    [[ $before == '"medusa-backend:'*' postgres:'*'"' ]]
    for other in backend.image=urumi.local/medusa-backend:9 postgres.image=postgres:19; do
        [[ $(schema_of --set "$other") != "$before" ]] || { echo "not told: $other"; return 1; }
    done
    for other in size=large shop.title=Other storefront.image=a:9 redis.kind=redis keepData=false \
        backend.image="mirror.example:5000/library/$(sed -n 's|^  image: urumi.local/\(medusa-backend:.*\)|\1|p' "$chart/values.yaml")"; do
        [[ $(schema_of --set "$other") == "$before" ]] || { echo "told without need: $other"; return 1; }
    done
    render > "$work/out.yaml"
    [[ $(grep -c urumi.dev/schema "$work/out.yaml") -eq 1 ]]
    grep -A1 'name: URUMI_SCHEMA' "$work/out.yaml" | grep value: | sort -u > "$work/schemas"
    [[ $(wc -l < "$work/schemas") -eq 1 && $(cat "$work/schemas") == *"$before" ]]
}

medusa_lets_data_go() {
    has 'helm.sh/resource-policy: keep' && has 'whenDeleted: Retain' && lacks 'whenDeleted: Delete'
    lacks 'helm.sh/resource-policy: keep' --set keepData=false && has 'whenDeleted: Delete' --set keepData=false
    lacks whenDeleted --kube-version 1.26.0
}

medusa_wants_a_secret() {
    local output
    if output=$("$helm" template shop "$chart" 2>&1); then return 1; fi
    [[ $output == *existingSecret* ]] && lacks '^kind: Secret'
}

# Which path of the Ingress goes where: PATH TYPE SERVICE, a line each.
routes() {
    render "$@" > "$work/out.yaml"
    as_json "$work/out.yaml" | python3 -c '
import json, sys
for thing in map(json.loads, sys.stdin):
    if thing["kind"] == "Ingress":
        for rule in thing["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                print(rule["host"], path["path"], path["pathType"], path["backend"]["service"]["name"])'
}

medusa_routes() {
    local path
    routes > "$work/routes"
    for path in /app /admin/ /store /auth /hooks /static /health; do
        grep -qx "shop.localhost $path Prefix shop-backend" "$work/routes"
    done
    grep -qx 'shop.localhost / Prefix shop-storefront' "$work/routes"
    grep -qx 'shop.localhost /admin Exact shop-storefront' "$work/routes"
    ! grep -x 'shop.localhost /admin Prefix .*' "$work/routes" || return 1
    routes --set 'ingress.hosts={a.example,b.example}' > "$work/routes"
    [[ $(grep -c '^a.example' "$work/routes") -eq 9 && $(grep -c '^b.example' "$work/routes") -eq 9 ]]
}

environment() { # environment NAME ARGUMENTS...: each value that any container gets, once
    render "${@:2}" | grep -A1 "name: $1\$" | sed -n 's/^ *value: //p' | tr -d '"' | sort -u
}

medusa_cookies() {
    [[ $(environment COOKIE_SECURE) == false && $(environment COOKIE_SAME_SITE) == lax ]]
    [[ $(environment COOKIE_SECURE --set tls.issuer=le) == true ]]
    [[ $(environment COOKIE_SECURE --set tls.issuer=le --set url=http://shop.localhost:8080) == false ]]
    [[ $(environment STORE_CORS --set 'ingress.hosts={a.example,b.example}' --set tls.secretName=c) == https://a.example,https://b.example ]]
    [[ $(environment AUTH_CORS --set url=http://shop.localhost:8080) == http://shop.localhost:8080,http://shop.localhost ]]
}

medusa_worker() {
    [[ $(environment MEDUSA_WORKER_MODE --set size=small) == $'shared\nworker' ]] # the worker is the setup Job
    lacks 'name: shop-worker' --set size=medium
    has 'name: shop-worker' --set size=large
    has 'name: shop-worker' --set worker.mode=apart
    lacks 'name: shop-worker' --set size=large --set worker.mode=shared
    [[ $(environment MEDUSA_WORKER_MODE --set size=large) == $'server\nworker' ]]
}

rendered_medusa() {
    local served=(--api-versions apps/v1/Deployment)
    check "Kubernetes 1.20" examine small --kube-version 1.20.0
    FOOTPRINT=no check "shared volumes" examine large --set backend.accessMode=ReadWriteMany --set backend.replicas=2
    FOOTPRINT=no check "Redis instead of Valkey" examine small --set redis.kind=redis
    check "Redis: its image" has 'image: redis:7' --set redis.kind=redis
    check "Valkey: its image" has 'image: valkey/valkey:9'
    check "one volume: Recreate" has 'type: Recreate'
    check "a volume that is there stays as it was made" keeps_its_claim shop-uploads "${fixed[@]}"
    check "and its pods go by that" grep -q 'type: Recreate' "$work/beside.yaml"
    check "shared volumes: rolling update" lacks 'type: Recreate' --set backend.accessMode=ReadWriteMany
    check "a worker of its own where it's wanted" medusa_worker
    check "a server without Ingresses gets none" lacks '^kind: Ingress' "${served[@]}"
    check "a server with Ingresses gets one" has '^kind: Ingress' "${served[@]}" --api-versions networking.k8s.io/v1/Ingress
    check "each path goes to whom it belongs, for every host" medusa_routes
    check "no class unless one is given" lacks ingressClassName
    check "a class" has 'ingressClassName: nginx' --set ingress.className=nginx
    check "no TLS unless asked for" lacks 'https|cert-manager|tls:'
    check "no redirect to https without TLS" lacks ssl-redirect
    check "with it, one" has 'ssl-redirect: "true"' --set tls.issuer=le
    check "unless told otherwise" has 'ssl-redirect: "false"' --set tls.issuer=le --set-string 'ingress.annotations.nginx\.ingress\.kubernetes\.io/ssl-redirect=false'
    check "an issuer brings TLS" has 'cert-manager.io/cluster-issuer: le' --set tls.issuer=le
    check "cookies are secure on https, and origins are the shop's" medusa_cookies
    check "a storage class" has 'storageClassName: fast' --set storageClass=fast
    check "more environment from a Secret" has 'secretRef: {name: payment}' --set backend.envSecret=payment
    check "secrets are those of existingSecret, which has to be given" medusa_wants_a_secret
    check "data outlives the release, or doesn't, as asked" medusa_lets_data_go
    check "the setup Job tells when it may migrate the database" medusa_tells_migrations
    check "images, their sources and sizes are no part of the chart" packs_small

    check "refuses an unknown nested value" refuses klass --set ingress.klass=nginx
    check "refuses a host that is none" refuses hosts --set 'ingress.hosts={Shop_1}'
    check "refuses an address with a quote" refuses url --set-string "url=http://a'b"
    check "refuses a store id that is no label" refuses storeId --set 'storeId=a b'
    check "refuses two pods on a volume for one" refuses accessMode --set backend.replicas=2
    check "refuses limits without requests" refuses postgres --set postgres.resources.limits.cpu=1 --set postgres.resources.limits.memory=1Gi
    check "refuses a wrong storage size" refuses storage --set redis.storage=big
    check "refuses a country that is none" refuses countries --set 'shop.countries={Germany}'
    check "refuses a shop without countries" refuses countries --set-json 'shop.countries=[]'
    check "refuses a currency in capitals" refuses currency --set shop.currency=USD
    check "refuses an unknown worker mode" refuses mode --set worker.mode=none
    check "refuses an unknown Redis" refuses kind --set redis.kind=dragonfly
    check "refuses a wrong kind of value" refuses sampleProduct --set-string shop.sampleProduct=yes
}

packs_small() {
    "$helm" package "$chart" --destination "$work/packed" > /dev/null
    if tar -tzf "$work"/packed/medusa-*.tgz | grep '/image/'; then return 1; fi
    rm -rf "$work/packed"
}
