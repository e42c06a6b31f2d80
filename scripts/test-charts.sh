#!/usr/bin/env bash
# Tests the charts of helm/: what they render, what they refuse, and the scripts they run, against stand-ins for
# WordPress and MySQL. Uses the Helm of HELM3 and of HELM4, or the one on PATH; needs python3. php and shellcheck
# are used where they are there.
#   scripts/test-charts.sh             offline
#   scripts/test-charts.sh --cluster   also installs, upgrades, rolls back and removes on the cluster of KUBECONFIG
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
chart=$root/helm/woocommerce
scripts=$chart/files
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

check() {
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

refuses() {
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

helms=()
for candidate in "${HELM3:-}" "${HELM4:-}"; do
    if [[ -n $candidate ]]; then helms+=("$candidate"); fi
done
if [[ ${#helms[@]} -eq 0 ]]; then
    helms=("$(command -v helm)") || { echo "No Helm: set HELM3 or HELM4, or put helm on PATH." >&2; exit 2; }
fi

render() { "$helm" template shop "$chart" --namespace store-shop --set existingSecret=shop-credentials "$@"; }

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

cat > "$work/examine.py" <<'PYTHON'
"""examine.py OBJECTS CHART SIZE: every rule a rendered chart has to keep. Both files hold JSON, an object a line."""
import json, re, sys

objects = [json.loads(line) for line in open(sys.argv[1])]
chart, size = json.load(open(sys.argv[2])), sys.argv[3]
wrong = []


def expect(condition, message):
    if not condition:
        wrong.append(message)


def amount(text):
    number, unit = re.fullmatch(r"([0-9.]+)(\w*)", str(text)).groups()
    return float(number) * {"": 1, "m": 0.001, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}[unit]


def pod_template(thing):
    if thing["kind"] == "Pod":
        return thing
    if thing["kind"] == "CronJob":
        return thing["spec"]["jobTemplate"]["spec"]["template"]
    return thing["spec"].get("template") if isinstance(thing.get("spec"), dict) else None


NAMES = {"StatefulSet": 52, "CronJob": 52, "Service": 63, "Job": 63 - 4}  # four digits of revisions to come
used = {}
for thing in objects:
    kind, meta = thing["kind"], thing["metadata"]
    name, where = meta["name"], f"{thing['kind']}/{meta['name']}"
    expect(len(name) <= NAMES.get(kind, 63), f"{where}: {len(name)} characters")
    expect(re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", name), f"{where}: not a name")
    template = pod_template(thing)
    for labels in [meta["labels"]] + ([template["metadata"]["labels"]] if template else []):
        for key, value in labels.items():
            expect(len(value) <= 63, f"{where}: label {key} has {len(value)} characters")
        for key in ("name", "instance", "component", "part-of"):
            expect(f"app.kubernetes.io/{key}" in labels, f"{where}: no label {key}")
        expect(labels.get("urumi.dev/store") == "an-id", f"{where}: no store label")
    if kind == "Secret":
        expect(False, f"{where}: rendered although existingSecret is set")
    if not template:
        continue

    labels = template["metadata"]["labels"]
    changing = {"helm.sh/chart", "app.kubernetes.io/version", "urumi.dev/operation"} & set(labels)
    expect(kind == "Pod" or not changing, f"{where}: {changing} in the pod template")
    selector = thing["spec"].get("selector", {}).get("matchLabels")
    if kind in ("Deployment", "StatefulSet"):
        expect(len(selector) == 3 and selector.items() <= labels.items(), f"{where}: selector {selector}")
    for claim in thing["spec"].get("volumeClaimTemplates", []):
        expect(set(claim["metadata"]["labels"]) <= set(labels), f"{where}: claim labels")

    pod = template["spec"]
    security = pod["securityContext"]
    expect(security.get("runAsNonRoot") and security.get("runAsUser") in (33, 999), f"{where}: may run as root")
    expect(security.get("seccompProfile") == {"type": "RuntimeDefault"}, f"{where}: no seccomp profile")
    expect(pod.get("automountServiceAccountToken") is False, f"{where}: mounts a token")
    volumes = {v["name"] for v in pod.get("volumes", [])}
    volumes |= {c["metadata"]["name"] for c in thing["spec"].get("volumeClaimTemplates", [])}
    need = {}
    for part in ("initContainers", "containers"):
        for container in pod.get(part, []):
            at = f"{where}/{container['name']}"
            own = container["securityContext"]
            expect(own.get("allowPrivilegeEscalation") is False, f"{at}: privilege escalation")
            expect(own.get("readOnlyRootFilesystem") is True, f"{at}: writable root")
            expect(own.get("capabilities") == {"drop": ["ALL"]}, f"{at}: capabilities")
            names = [e["name"] for e in container.get("env", [])]
            expect(len(names) == len(set(names)), f"{at}: an environment name twice")
            for entry in container.get("env", []):
                expect("secretKeyRef" not in json.dumps(entry), f"{at}: a secret in the environment")
            mounts = {m["name"] for m in container.get("volumeMounts", [])}
            expect(mounts <= volumes, f"{at}: mounts {mounts - volumes}, which is no volume")
            for bound in ("requests", "limits"):
                for resource in ("cpu", "memory"):
                    value = container["resources"].get(bound, {}).get(resource)
                    expect(value, f"{at}: no {bound}.{resource}")
                    key, value = f"{bound}.{resource}", amount(value or 0)
                    need[key] = max(need.get(key, 0), value)
    used[labels["app.kubernetes.io/component"]] = need

claims = [o["spec"] for o in objects if o["kind"] == "PersistentVolumeClaim"]
claims += [c["spec"] for o in objects for c in o.get("spec", {}).get("volumeClaimTemplates", [])]
storage = {"persistentvolumeclaims": len(claims),
           "requests.storage": sum(amount(c["resources"]["requests"]["storage"]) for c in claims)}
for phase, pods in {"steady": ["wordpress", "mysql"],
                    "peak": ["wordpress", "wordpress", "mysql", "setup", "cron", "test"]}.items():
    sums = {"pods": len(pods), **storage}
    for pod in pods:
        for key, value in used[pod].items():
            sums[key] = sums.get(key, 0) + value
    stated = chart[size][phase]
    for key, value in sums.items():
        expect(abs(amount(stated[key]) - value) < 1e-6, f"footprint {size}.{phase}.{key} says {stated[key]}, is {value}")
    expect(set(stated) == set(sums), f"footprint {size}.{phase} has {set(stated) ^ set(sums)}")

print("\n".join(wrong))
sys.exit(bool(wrong))
PYTHON

examine() { # SIZE, then arguments of helm template
    local size=$1 release=${RELEASE:-shop}
    shift
    "$helm" template "$release" "$chart" --set existingSecret=c --set storeId=an-id --set size="$size" "$@" > "$work/out.yaml"
    as_json "$work/out.yaml" > "$work/out.json"
    python3 "$work/examine.py" "$work/out.json" "$work/footprint.json" "$size"
}

has() { render "${@:2}" | grep -qE -- "$1"; }
lacks() { ! has "$@"; }

same_pods() { # an upgrade that changes nothing restarts nothing
    diff <(render -s templates/wordpress.yaml -s templates/mysql.yaml) \
        <(render -s templates/wordpress.yaml -s templates/mysql.yaml --is-upgrade)
    ! grep -rl 'Release.Revision' "$chart/templates" | grep -vE '(setup-job.yaml|NOTES.txt)$'
}

keys_agree() { # what the pods mount is what Chart.yaml says the Secret holds
    diff <(sed -n 's/^    \([a-z-]*\): {kind: .*/\1/p' "$chart/Chart.yaml" | sort) \
        <(render | sed -n 's/.*{key: \([a-z-]*\), path: \1}/\1/p' | sort -u)
}

own_secret() {
    "$helm" template shop "$chart" -s templates/secret.yaml > "$work/secret.yaml"
    [[ $(grep -cE '^  [a-z-]+: "[A-Za-z0-9+/=]+"$' "$work/secret.yaml") -eq 13 ]]
    grep -q 'helm.sh/resource-policy: keep' "$work/secret.yaml"
}

# Helm 3 renders notes only with a cluster at hand; as another template's text they need none.
no_secret_in_notes() {
    rm -rf "$work/noted"
    cp -R "$chart" "$work/noted"
    mv "$work/noted/templates/NOTES.txt" "$work/noted/files/notes"
    printf 'notes: |\n{{ tpl (.Files.Get "files/notes") . | indent 2 }}\n' > "$work/noted/templates/notes.yaml"
    "$helm" template shop "$work/noted" --set existingSecret=c --show-only templates/notes.yaml > "$work/notes"
    grep -q 'shop.localhost' "$work/notes" && ! grep -iE 'password: |jsonpath' "$work/notes"
}

for helm in "${helms[@]}"; do
    version=$("$helm" version --template '{{.Version}}')
    echo "Helm $version"
    "$helm" show chart "$chart" > "$work/chart.yaml"
    as_json "$work/chart.yaml" | python3 -c 'import json, sys; print(json.load(sys.stdin)["annotations"]["urumi.dev/footprint"])' > "$work/footprint.yaml"
    as_json "$work/footprint.yaml" > "$work/footprint.json"

    check "lint" "$helm" lint --strict --quiet "$chart"
    for size in small medium large; do
        check "values.yaml, $size: restricted pods, complete resources, the stated footprint" examine "$size"
        for values in local prod; do
            check "values-$values.yaml, $size: renders" render --values "$chart/values-$values.yaml" --set size="$size"
            check "values-$values.yaml, $size: lint" "$helm" lint --strict --quiet "$chart" --values "$chart/values-$values.yaml" --set size="$size"
        done
    done
    RELEASE=a-shop-whose-name-is-as-long-as-a-name-may-ever-be check "a name of 50 characters" examine small
    RELEASE=a-shop-whose-name-is-as-long-as-helm-lets-a-name-be-1 check "a name of 53 characters" examine small
    check "shared volumes" examine small --set wordpress.accessMode=ReadWriteMany --set wordpress.replicas=2
    check "shared volumes: rolling update" has 'type: RollingUpdate' --set wordpress.accessMode=ReadWriteMany
    check "one volume: Recreate" has 'type: Recreate'

    for version in 1.20.0 1.28.0 1.37.0; do
        check "Kubernetes $version" examine small --kube-version "$version"
    done
    check "1.20 has the CronJob of batch/v1beta1" has '^apiVersion: batch/v1beta1' --kube-version 1.20.0
    check "1.37 has the CronJob of batch/v1" lacks 'v1beta1' --kube-version 1.37.0
    served=(--api-versions apps/v1/Deployment)
    check "a server without CronJobs gets none" lacks '^kind: CronJob' "${served[@]}"
    check "a server without CronJobs leaves WordPress its own" lacks DISABLE_WP_CRON "${served[@]}"
    check "a server without Ingresses gets none" lacks '^kind: Ingress' "${served[@]}"
    check "a server with both gets both" has '^kind: Ingress' "${served[@]}" --api-versions networking.k8s.io/v1/Ingress --api-versions batch/v1/CronJob
    check "a CronJob replaces WordPress's own" has DISABLE_WP_CRON "${served[@]}" --api-versions batch/v1/CronJob

    check "no class unless one is given" lacks ingressClassName
    check "a class" has 'ingressClassName: nginx' --set ingress.className=nginx
    check "no TLS unless asked for" lacks 'https|cert-manager|tls:'
    check "an issuer brings TLS" has 'cert-manager.io/cluster-issuer: le' --set tls.issuer=le
    check "an issuer makes links https" has "WP_HOME', 'https://shop.localhost'" --set tls.issuer=le
    check "the first host is the address" has "WP_HOME', 'http://a.example'" --set 'ingress.hosts={a.example,b.example}'
    check "every host has a rule" has 'host: "b.example"' --set 'ingress.hosts={a.example,b.example}'
    check "a port in the address" has "WP_HOME', 'http://shop.localhost:8080'" --set url=http://shop.localhost:8080
    check "a storage class" has 'storageClassName: fast' --set storageClass=fast
    check "an unchanged upgrade restarts nothing" same_pods
    check "the Secret's keys are the documented ones" keys_agree
    check "without existingSecret the chart makes one, to keep" own_secret
    check "the notes tell no secret" no_secret_in_notes

    check "refuses an unknown size" refuses size --set size=huge
    check "refuses an unknown value" refuses colour --set colour=red
    check "refuses an unknown nested value" refuses klass --set ingress.klass=nginx
    check "refuses a host that is none" refuses hosts --set 'ingress.hosts={Shop_1}'
    check "refuses an address with a quote" refuses url --set-string "url=http://a'b"
    check "refuses a store id that is no label" refuses storeId --set 'storeId=a b'
    check "refuses two pods on a volume for one" refuses accessMode --set wordpress.replicas=2
    check "refuses limits without requests" refuses mysql --set mysql.resources.limits.cpu=1 --set mysql.resources.limits.memory=1Gi
    check "refuses a wrong storage size" refuses storage --set mysql.storage=big
    check "refuses a wrong kind of value" refuses enabled --set-string cron.enabled=yes
done

echo "Scripts"
stubs=$work/stubs
mkdir -p "$stubs"

# A WordPress that remembers in files. Its CALL-th call (DIE_AT) does half of its work and dies.
cat > "$stubs/php" <<'STUB'
#!/usr/bin/env bash
set -eu
printf '%s\n' "$*" >> "$WORLD/argv"
call=$(($(cat "$WORLD/calls" 2> /dev/null || echo 0) + 1))
echo "$call" > "$WORLD/calls"
dying() { [[ ${DIE_AT:-0} -eq $call ]]; }
if [[ $1 == -r ]]; then
    dying && exit 137
    [[ $4 != "$5" && $(printf '%s\n%s\n' "$4" "$5" | sort -V | head -1) == "$4" ]]
    exit
fi
if [[ $1 == */database.php ]]; then
    if [[ $2 == reset ]]; then rm -f "$WORLD/core" "$WORLD/store" "$WORLD/active"; fi
    dying && exit 137
    exit 0
fi
words=()
for word in "${@:4}"; do
    case $word in --path=* | --no-color | --skip-*) ;; *) words+=("$word") ;; esac
done
work_on() { # FILE VALUE
    echo half > "$WORLD/$1"
    if dying; then exit 137; fi
    echo "$2" > "$WORLD/$1"
}
case "${words[*]}" in
    "core is-installed") dying && exit 137; [[ -e $WORLD/core ]] ;;
    "core update-db") dying && exit 137; [[ $(cat "$WORLD/core") != half ]] ;;
    "core install "*) read -r password || [[ -n $password ]]; echo "--admin_password=$password"; work_on core "$password" ;;
    "plugin get woocommerce "*) dying && exit 137; cat "$WORLD/plugin" ;;
    "plugin install "*) for word in "${words[@]}"; do case $word in --version=*) version=${word#*=} ;; esac; done
        work_on plugin "${version:-zip}" ;;
    "plugin is-active woocommerce") dying && exit 137; [[ -e $WORLD/active ]] ;;
    "plugin activate woocommerce") [[ $(cat "$WORLD/plugin") != half ]]
        if [[ -e $WORLD/lock ]]; then exit 70; fi
        touch "$WORLD/lock"; dying && exit 137; rm "$WORLD/lock"; echo yes > "$WORLD/active" ;;
    "transient delete wc_installing") dying && exit 137; rm -f "$WORLD/lock" ;;
    "wc update") dying && exit 137; [[ $(cat "$WORLD/plugin") != half ]] ;;
    "eval-file "*) work_on store done ;;
    *) echo "unknown: ${words[*]}" >&2; exit 64 ;;
esac
STUB

# Writes its files, then would start what it is given.
cat > "$stubs/docker-ensure-installed.sh" <<'STUB'
#!/bin/sh
set -eu
mkdir -p wp-includes wp-content/themes/twenty wp-content/plugins/akismet
echo theme > wp-content/themes/twenty/style.css
echo plugin > wp-content/plugins/akismet/akismet.php
echo silence > wp-content/index.php
if [ -n "${DIE:-}" ]; then echo half > index.php; exit 137; fi
echo whole > index.php
exec "$@"
STUB
cat > "$stubs/docker-entrypoint.sh" <<'STUB'
#!/bin/sh
echo "$*" > "$WORLD/started"
STUB
cat > "$stubs/curl" <<'STUB'
#!/bin/sh
echo "$*" >> "$WORLD/curl"
case $* in *"$BROKEN"*) exit 22 ;; esac
STUB
chmod +x "$stubs"/*

new_world() {
    rm -rf "$work/world"
    mkdir -p "$work/world"/{html/wp-content,credentials,content,image,mysql,mysql-state}
    printf 'admin' > "$work/world/credentials/admin-user"
    printf 'admin@shop.localhost' > "$work/world/credentials/admin-email"
    printf 'correct horse' > "$work/world/credentials/admin-password"
}

setup() {
    env PATH="$stubs:$PATH" WORLD="$work/world" SCRIPTS=/etc/urumi/scripts CREDENTIALS="$work/world/credentials" \
        WORDPRESS_ROOT="$work/world/html" SHOP_URL=http://shop.localhost SHOP_TITLE='My shop' \
        WOOCOMMERCE_VERSION="${WANTED:-11.2.2}" WOOCOMMERCE_PACKAGE="${PACKAGE:-}" DIE_AT="${DIE_AT:-0}" \
        sh "$scripts/wordpress/setup.sh" > "$work/world/output" 2>&1
}

finished() {
    [[ $(cat "$work/world/core") == 'correct horse' && $(cat "$work/world/store") == "done" && $(cat "$work/world/active") == yes ]] &&
        [[ $(cat "$work/world/plugin") == "${1:-11.2.2}" ]] &&
        [[ -z $(find "$work/world/html/wp-content/.urumi" -name 'installing-*') ]]
}

sets_up() {
    new_world
    setup
    finished
}

keeps_the_password() {
    new_world
    setup
    ! grep -rl 'correct horse' "$work/world/argv" "$work/world/output"
}

survives_every_death() {
    local at total
    new_world
    setup
    total=$(cat "$work/world/calls")
    for ((at = 1; at <= total; at++)); do
        new_world
        # A question that dies may look like a no; what counts is where the next run ends.
        DIE_AT=$at setup || true
        rm "$work/world/calls"
        if ! { setup && finished; }; then
            echo "dead at call $at of $total:"
            cat "$work/world/argv" "$work/world/output"
            return 1
        fi
    done
    echo "$total calls"
}

survives_a_death_in_an_update() {
    local at
    for ((at = 1; at <= 9; at++)); do
        new_world
        WANTED=11.0.0 setup
        rm "$work/world/calls"
        DIE_AT=$at setup || true
        if ! { setup && finished; }; then
            echo "dead at call $at:"
            cat "$work/world/argv" "$work/world/output"
            return 1
        fi
    done
}

does_nothing_twice() {
    new_world
    setup
    : > "$work/world/argv"
    setup
    finished
    ! grep -E 'core install|plugin install|plugin activate|reset' "$work/world/argv"
}

never_goes_back() {
    new_world
    setup
    echo 12.0.0 > "$work/world/plugin"
    setup
    finished 12.0.0
}

takes_a_package() {
    new_world
    PACKAGE=/packages/woocommerce.zip setup
    grep -q 'plugin install /packages/woocommerce.zip --force' "$work/world/argv"
}

install_wordpress() {
    env PATH="$stubs:$PATH" WORDPRESS_ROOT="$work/world/image" CONTENT_VOLUME="$work/world/content" DIE="${DIE:-}" \
        sh "$scripts/wordpress/install.sh"
}

copies_wordpress() {
    new_world
    mkdir -p "$work/world/content/themes/twenty"
    echo mine > "$work/world/content/themes/twenty/style.css"
    if DIE=yes install_wordpress; then return 1; fi
    install_wordpress
    [[ $(cat "$work/world/image/index.php") == whole ]]
    [[ $(cat "$work/world/content/themes/twenty/style.css") == mine ]]
    [[ $(cat "$work/world/content/plugins/akismet/akismet.php") == plugin && -e $work/world/content/index.php ]]
    rm -r "$work/world/content/plugins/akismet"
    install_wordpress
    [[ ! -e $work/world/content/plugins/akismet ]]
}

start_mysql() {
    env PATH="$stubs:$PATH" WORLD="$work/world" MYSQL_DATA="$work/world/mysql" MYSQL_STATE="$work/world/mysql-state" \
        sh "$scripts/mysql/start.sh" --flag
}

begins_mysql_anew() {
    new_world
    start_mysql
    mkdir "$work/world/mysql/mysql"
    echo half > "$work/world/mysql/ibdata1"
    start_mysql 2> /dev/null
    [[ -z $(ls -A "$work/world/mysql") && $(cat "$work/world/started") == 'mysqld --flag' ]]
    mkdir "$work/world/mysql/mysql"
    MYSQL_STATE="$work/world/mysql-state" sh "$scripts/mysql/initialised.sh"
    start_mysql
    [[ -d $work/world/mysql/mysql ]]
}

run_cron() {
    env PATH="$stubs:$PATH" WORLD="$work/world" SHOP_SERVICE=http://shop-wordpress SHOP_HOST=shop.localhost SHOP_SCHEME=http \
        BROKEN="${BROKEN:-none}" sh "$scripts/wordpress/cron.sh"
}

runs_what_is_due() {
    new_world
    BROKEN=/-/ready run_cron
    ! grep wp-cron "$work/world/curl" || return 1
    run_cron
    grep -q 'Host: shop.localhost .*http://shop-wordpress/wp-cron.php' "$work/world/curl"
    ! BROKEN=wp-cron run_cron
}

keeps_a_restored_database() {
    new_world
    mkdir "$work/world/mysql/mysql"
    start_mysql
    start_mysql
    [[ -d $work/world/mysql/mysql ]]
}

check "setup: sets a shop up" sets_up
check "setup: the password is in no argument and in no output" keeps_the_password
check "setup: may die in any call and be run again" survives_every_death
check "setup: may die in an update of WooCommerce" survives_a_death_in_an_update
check "setup: a second run installs nothing" does_nothing_twice
check "setup: never goes back to an older WooCommerce" never_goes_back
check "setup: takes a package instead of wordpress.org" takes_a_package
check "install: whole or not at all, and what the merchant removed stays removed" copies_wordpress
check "cron: runs what is due in a shop that is ready, and tells of a failure" runs_what_is_due
check "mysql: an initialisation that was cut short begins anew" begins_mysql_anew
check "mysql: a database it did not initialise is kept" keeps_a_restored_database

if php=$(command -v php); then
    cat > "$work/store-test.php" <<'PHP'
<?php
// A WordPress and a WooCommerce of arrays; the CALL-th change dies (DIE_AT), as a killed pod would.
final class Died extends Exception {}
$options = []; $products = []; $methods = []; $changes = 0; $dieAt = 0;
function change(): void { global $changes, $dieAt; if (++$changes === $dieAt) throw new Died(); }
function get_option($name, $default = false) { global $options; return $options[$name] ?? $default; }
function update_option($name, $value, $autoload = null) { global $options; if (get_option($name) !== $value) { change(); $options[$name] = $value; } return true; }
function delete_option($name) { global $options; unset($options[$name]); }
function wc_get_product_id_by_sku($sku) { global $products; return $products[$sku] ?? 0; }
final class WP_CLI { static array $log = []; static function log($line) { self::$log[] = $line; } }
final class WC_Install {
    static function newly_installed() { update_option('woocommerce_coming_soon', 'yes'); }
    static function create_pages() { update_option('pages', 'there'); }
}
final class Rewrite { function set_permalink_structure($s) { update_option('permalink_structure', $s); } }
final class Gateway { function update_option($k, $v) { update_option("cod_$k", $v); } }
final class Gateways { function payment_gateways() { return ['cod' => new Gateway()]; } }
final class Woo { function payment_gateways() { return new Gateways(); } }
function WC() { return new Woo(); }
final class Method { public string $id = 'flat_rate'; function __construct(private int $n) {} function get_instance_id() { return $this->n; } }
final class WC_Shipping_Zone {
    function __construct(int $id) {}
    function get_shipping_methods() { global $methods; return $methods; }
    function add_shipping_method($kind) { global $methods; change(); $n = count($methods) + 1; $methods[] = new Method($n); return $n; }
}
final class WC_Product_Simple {
    private string $sku = '';
    function __call($name, $arguments) { if ($name === 'set_sku') $this->sku = $arguments[0]; }
    function save() { global $products; change(); $products[$this->sku] = ($products[$this->sku] ?? 0) + 1; }
}
putenv('SHOP_COUNTRY=DE:BE'); putenv('SHOP_CURRENCY=EUR'); putenv('SHOP_SAMPLE_PRODUCT=true');
$wp_rewrite = new Rewrite();
$source = preg_replace('/^<\?php/', '', file_get_contents($argv[1]));
[$functions, $run] = explode('$done = ', $source, 2);
eval($functions);
function run(): void { global $run; eval('$done = ' . $run); }
function world(): array { global $options, $products, $methods; ksort($options); return [$options, $products, count($methods)]; }

run();
$wanted = world(); $total = $changes;
assert($wanted[0]['woocommerce_coming_soon'] === 'no' && $wanted[1] === ['urumi-sample' => 1] && $wanted[2] === 1);
assert($wanted[0]['cod_enabled'] === 'yes' && $wanted[0]['woocommerce_currency'] === 'EUR');
for ($at = 1; $at <= $total; $at++) {
    $options = $products = $methods = []; $changes = 0; $dieAt = $at;
    try { run(); assert(false); } catch (Died) {}
    $dieAt = 0;
    run();
    if (world() !== $wanted) { fwrite(STDERR, "dead at change $at: " . json_encode(world()) . "\n"); exit(1); }
}
$products = []; $options['cod_enabled'] = 'no'; $options['woocommerce_coming_soon'] = 'yes';
$changes = 0; run();
assert($changes === 0 && $products === [] && $options['cod_enabled'] === 'no');
echo "$total changes\n";
PHP
    check "store: may die at any change, ends the same, and leaves the merchant's changes alone" \
        "$php" -d zend.assertions=1 -d assert.exception=1 "$work/store-test.php" "$scripts/wordpress/store.php"
    for file in "$scripts"/wordpress/*.php; do check "php -l ${file##*/}" "$php" -l "$file"; done
else
    skip "store.php" "no php"
fi
if command -v shellcheck > /dev/null; then
    check "shellcheck" shellcheck "$0" "$scripts"/*/*.sh
else
    skip "shellcheck" "not installed"
fi

# Everything on a cluster, in a namespace whose quota is exactly the footprint.
on_cluster() {
    local release=$1 arguments=(--set existingSecret=given --set storeId=an-id --wait --wait-for-jobs --timeout 5m) first
    local k=("$kubectl" --namespace "$namespace")
    objects() { "${k[@]}" get deploy,sts,job,svc,ingress,pvc,cm,sa,secret -o name | grep -vE 'default|kube-root|sh.helm|token|cron-[0-9]' | sed 's/setup-[0-9]*/setup-N/' | sort; }
    generations() { "${k[@]}" get deploy,sts -o 'jsonpath={.items[*].metadata.generation}'; }
    ours=("$helm" --namespace "$namespace")
    "${ours[@]}" install "$release" "$chart" "${arguments[@]}"
    first=$(objects)
    [[ $(generations) == "1 1" ]]
    "${ours[@]}" upgrade "$release" "$chart" "${arguments[@]}"
    [[ $(generations) == "1 1" ]] || { echo "an unchanged upgrade changed a workload"; return 1; }
    "${ours[@]}" upgrade "$release" "$chart" "${arguments[@]}" --set shop.title=Other --set wordpress.workers=4
    "${ours[@]}" upgrade "$release" "$chart" "${arguments[@]}" --set storeId=another --set storageClass=another \
        --set mysql.storage=9Gi --set wordpress.storage=9Gi
    "${ours[@]}" rollback "$release" 1 --wait --wait-for-jobs --timeout 5m
    diff <(echo "$first") <(objects)
    "${ours[@]}" test "$release"
    "${ours[@]}" uninstall "$release" --wait
    [[ $(objects | grep -vc '^persistentvolumeclaim/') -eq 1 ]] || { echo "left:"; objects; return 1; }
    "${ours[@]}" install "$release" "$chart" "${arguments[@]}"
    "${ours[@]}" uninstall "$release" --wait
}

own_secret_on_cluster() {
    local k=("$kubectl" --namespace "$namespace") before
    "$helm" --namespace "$namespace" install own "$chart" --wait --wait-for-jobs --timeout 5m
    before=$("${k[@]}" get secret own-credentials -o 'jsonpath={.data}')
    "$helm" --namespace "$namespace" upgrade own "$chart" --wait --wait-for-jobs --timeout 5m
    [[ $("${k[@]}" get secret own-credentials -o 'jsonpath={.data}') == "$before" ]]
    "$helm" --namespace "$namespace" uninstall own --wait
    "$helm" --namespace "$namespace" install own "$chart" --wait --wait-for-jobs --timeout 5m
    [[ $("${k[@]}" get secret own-credentials -o 'jsonpath={.data}') == "$before" ]]
    "$helm" --namespace "$namespace" uninstall own --wait
}

if [[ ${1:-} == --cluster ]]; then
    kubectl=${KUBECTL:-kubectl}
    for helm in "${helms[@]}"; do
        echo "Cluster, Helm $("$helm" version --template '{{.Version}}')"
        for release in shop a-shop-whose-name-is-as-long-as-a-name-may-ever-be own; do
            namespace=chart-test-$$-$RANDOM
            "$kubectl" create namespace "$namespace" > /dev/null
            python3 - "$work/footprint.json" > "$work/quota.json" <<'PYTHON'
import json, sys
hard = json.load(open(sys.argv[1]))["small"]["peak"]
print(json.dumps({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "footprint"}, "spec": {"hard": hard}}))
PYTHON
            "$kubectl" --namespace "$namespace" create -f "$work/quota.json" > /dev/null
            if [[ $release == own ]]; then
                check "a Secret of the chart's own stays through upgrade and reinstallation" own_secret_on_cluster
            else
                "$kubectl" --namespace "$namespace" create secret generic given > /dev/null
                check "$release: install, upgrade, rollback, test, uninstall, again, within the footprint" on_cluster "$release"
            fi
            "$kubectl" delete namespace "$namespace" --wait=false > /dev/null
        done
    done
fi

echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
