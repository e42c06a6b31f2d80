# shellcheck shell=bash disable=SC2034,SC2154
# What is helm/woocommerce's own.

# shellcheck source=woocommerce/scripts.sh
. "$lib/woocommerce/scripts.sh"

facts_woocommerce() {
    given=(--set existingSecret=c --set storeId=an-id)
    sizes=(small medium large)
    uids='33 999'
    store=an-id
    beside='wordpress setup cron test solver'
    change=(--set shop.title=Other --set wordpress.workers=4)
    image=(--set wordpress.image=wordpress:next --set mysql.image=mysql:next)
    fixed=(--set storeId=another --set storageClass=another --set mysql.storage=9Gi --set wordpress.storage=9Gi --set wordpress.accessMode=ReadWriteMany)
}

schema() { render "$@" | sed -n 's/^    urumi.dev\/schema: //p'; }

# The setup Job says that it may migrate where it may, and nowhere else.
tells_migrations() {
    local before other
    before=$(schema)
    [[ $before == '"wordpress:'*' woocommerce:'*' mysql:'*'"' ]]
    for other in wordpress.image=wordpress:9 woocommerce.version=99.0.0 mysql.image=mysql:9; do
        [[ $(schema --set "$other") != "$before" ]] || { echo "not told: $other"; return 1; }
    done
    for other in size=large shop.title=Other wordpress.cliImage=wordpress:cli-9 keepData=false \
        wordpress.image="mirror.example:5000/library/$(sed -n 's/^  image: \(wordpress:.*\)/\1/p' "$chart/values.yaml")"; do
        [[ $(schema --set "$other") == "$before" ]] || { echo "told without need: $other"; return 1; }
    done
    render > "$work/out.yaml"
    [[ $(grep -c urumi.dev/schema "$work/out.yaml") -eq 1 ]]
}

lets_data_go() {
    has 'helm.sh/resource-policy: keep' && has 'whenDeleted: Retain' && lacks 'whenDeleted: Delete'
    lacks 'helm.sh/resource-policy: keep' --set keepData=false && has 'whenDeleted: Delete' --set keepData=false
    lacks whenDeleted --kube-version 1.26.0
}

wants_a_secret() {
    local output
    if output=$("$helm" template shop "$chart" 2>&1); then return 1; fi
    [[ $output == *existingSecret* ]] && lacks '^kind: Secret'
}

rendered_woocommerce() {
    local served=(--api-versions apps/v1/Deployment)
    FOOTPRINT=no check "shared volumes" examine small --set wordpress.accessMode=ReadWriteMany --set wordpress.replicas=2
    check "a volume that is there stays as it was made" keeps_its_claim shop-content "${fixed[@]}"
    check "and its pods go by that" grep -q 'type: Recreate' "$work/beside.yaml"
    check "shared volumes: rolling update" has 'type: RollingUpdate' --set wordpress.accessMode=ReadWriteMany
    check "one volume: Recreate" has 'type: Recreate'

    check "Kubernetes 1.20" examine small --kube-version 1.20.0
    check "1.20 has the CronJob of batch/v1beta1" has '^apiVersion: batch/v1beta1' --kube-version 1.20.0
    check "1.37 has the CronJob of batch/v1" lacks 'v1beta1' --kube-version 1.37.0
    check "a server without CronJobs gets none" lacks '^kind: CronJob' "${served[@]}"
    check "a server without CronJobs leaves WordPress its own" lacks DISABLE_WP_CRON "${served[@]}"
    check "a server without Ingresses gets none" lacks '^kind: Ingress' "${served[@]}"
    check "a server with both gets both" has '^kind: Ingress' "${served[@]}" --api-versions networking.k8s.io/v1/Ingress --api-versions batch/v1/CronJob
    check "a CronJob replaces WordPress's own" has DISABLE_WP_CRON "${served[@]}" --api-versions batch/v1/CronJob

    check "no class unless one is given" lacks ingressClassName
    check "a class" has 'ingressClassName: nginx' --set ingress.className=nginx
    check "no TLS unless asked for" lacks 'https|cert-manager|tls:'
    check "no redirect to https without TLS" lacks ssl-redirect
    check "with it, one" has 'ssl-redirect: "true"' --set tls.issuer=le
    check "unless told otherwise" has 'ssl-redirect: "false"' --set tls.issuer=le --set-string 'ingress.annotations.nginx\.ingress\.kubernetes\.io/ssl-redirect=false'
    check "an issuer brings TLS" has 'cert-manager.io/cluster-issuer: le' --set tls.issuer=le
    check "an issuer makes links https" has "WP_HOME', 'https://shop.localhost'" --set tls.issuer=le
    check "the first host is the address" has "WP_HOME', 'http://a.example'" --set 'ingress.hosts={a.example,b.example}'
    check "every host has a rule" has 'host: "b.example"' --set 'ingress.hosts={a.example,b.example}'
    check "a port in the address" has "WP_HOME', 'http://shop.localhost:8080'" --set url=http://shop.localhost:8080
    check "a storage class" has 'storageClassName: fast' --set storageClass=fast
    check "secrets are those of existingSecret, which has to be given" wants_a_secret
    check "data outlives the release, or doesn't, as asked" lets_data_go
    check "the setup Job tells when it may migrate the database" tells_migrations

    check "refuses an unknown nested value" refuses klass --set ingress.klass=nginx
    check "refuses a host that is none" refuses hosts --set 'ingress.hosts={Shop_1}'
    check "refuses an address with a quote" refuses url --set-string "url=http://a'b"
    check "refuses a store id that is no label" refuses storeId --set 'storeId=a b'
    check "refuses two pods on a volume for one" refuses accessMode --set wordpress.replicas=2
    check "refuses limits without requests" refuses mysql --set mysql.resources.limits.cpu=1 --set mysql.resources.limits.memory=1Gi
    check "refuses a wrong storage size" refuses storage --set mysql.storage=big
    check "refuses a wrong kind of value" refuses enabled --set-string cron.enabled=yes
}
