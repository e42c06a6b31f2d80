# shellcheck shell=bash disable=SC2034
# helm/woocommerce on the real node: WordPress, Apache and PHP of Debian, MariaDB in MySQL's place, and stand-ins
# for the images' entry points, WP-CLI and WooCommerce.

WOOCOMMERCE=$HERE/images/woocommerce

value_of() { sed -n "s/^ *$1: *\\($2.*\\)/\\1/p" "$REPOSITORY/helm/woocommerce/values.yaml" | head -n 1; }

images_woocommerce() {
  local root images link
  debian_root wordpress curl apache2 libapache2-mod-php8.2 php8.2-cli php8.2-mysql php8.2-xml php8.2-mbstring \
    wordpress wordpress-theme-twentytwentythree || return
  root=$REPLY
  if [ ! -d "$root/usr/src/woocommerce" ]; then php_of_debian "$root"; fi
  install -D -t "$root/usr/src/woocommerce" -m 644 "$WOOCOMMERCE"/woocommerce/*
  install -D -t "$root/usr/local/bin" "$WOOCOMMERCE"/wordpress/{docker-entrypoint.sh,apache2-foreground,wp}
  ln -sf docker-entrypoint.sh "$root/usr/local/bin/docker-ensure-installed.sh"
  install -m 644 "$WOOCOMMERCE/wordpress/wp-config-docker.php" "$root/usr/src/wordpress/"
  install -m 644 "$WOOCOMMERCE/wordpress/htaccess" "$root/usr/src/wordpress/.htaccess"
  install -m 644 "$WOOCOMMERCE/wordpress/docker-php.conf" "$root/etc/apache2/conf-enabled/"
  images=docker.io/library/$(value_of image wordpress),docker.io/library/$(value_of cliImage wordpress),docker.io/library/wordpress:next
  pack_image "$root" "$IMAGE_CACHE/wordpress.tar" "$images" docker-entrypoint.sh apache2-foreground || return

  debian_root mysql mariadb-server-core mariadb-client || return
  root=$REPLY
  install -D -t "$root/usr/local/bin" "$WOOCOMMERCE/mysql/docker-entrypoint.sh"
  mkdir -p "$root"/{docker-entrypoint-initdb.d,var/lib/mysql}
  pack_image "$root" "$IMAGE_CACHE/mysql.tar" "docker.io/library/$(value_of image mysql),docker.io/library/mysql:next" \
    docker-entrypoint.sh mysqld || return
  ARCHIVES+=("$IMAGE_CACHE/wordpress.tar" "$IMAGE_CACHE/mysql.tar")
}

# What the packages' scripts would have set up, and the official images have.
php_of_debian() {
  local root=$1 module file priority
  ln -sf php8.2 "$root/usr/bin/php"
  ln -sf ../sites-available/000-default.conf "$root/etc/apache2/sites-enabled/000-default.conf"
  mkdir -p "$root"/{etc/apache2/{mods,conf}-enabled,etc/php/8.2/{cli,apache2}/conf.d,usr/local/etc/php/conf.d,var/www/html,usr/src/woocommerce}
  for module in mpm_prefork authn_core authz_core authz_host dir mime env setenvif alias rewrite filter php8.2; do
    for file in load conf; do
      [ ! -e "$root/etc/apache2/mods-available/$module.$file" ] || ln -sf "../mods-available/$module.$file" "$root/etc/apache2/mods-enabled/"
    done
  done
  for file in "$root"/usr/share/php8.2-*/*/*.ini; do
    [ -e "$file" ] || continue
    priority=$(sed -n 's/^; *priority=//p' "$file")
    for module in cli apache2; do cp "$file" "$root/etc/php/8.2/$module/conf.d/${priority:-20}-${file##*/}"; done
  done
  install -d -m 777 "$root/var/log/apache2"
  ln -sf /dev/stderr "$root/var/log/apache2/error.log"
  ln -sf /dev/stdout "$root/var/log/apache2/access.log"
  # Debian's WordPress is a tree of links to other packages.
  chroot "$root" sh -c 'cp -rL /usr/share/wordpress /usr/src/ 2>/dev/null; rm -f /usr/src/wordpress/wp-config.php'
  rm -rf "$root/usr/src/wordpress/wp-content/languages" "$root"/usr/share/{wordpress,javascript,fonts,perl} "$root/var/lib/wordpress"
}

check_woocommerce() {
  NS=$(store_namespace shop)
  expect 0 "urumi takes a store" urumi create shop --engine woocommerce
  interrupted_database
  interrupted_setup
  eventually "the store is ready, however often its setup was cut short" store_ready
  lap "the store is ready"
  first_shop
  confined
  serves_under_load
  outlives_its_database
  upgraded_and_back
  quota_held=$(k -n "$NS" get events 2>/dev/null | grep -i 'exceeded quota')
  check "urumi's quota and limits held all of it" test -z "$quota_held"
  expect 0 "urumi deletes it" urumi delete shop --yes --wait
  eventually "its namespace is gone" no_namespace
  starts_at_size medium
  starts_at_size large --set-json 'wordpress.resources={"requests":{"cpu":"50m","memory":"128Mi"},"limits":{"cpu":"2","memory":"4Gi"}}' \
    --set-json 'mysql.resources={"requests":{"cpu":"50m","memory":"128Mi"},"limits":{"cpu":"2","memory":"4Gi"}}'
}

# starts_at_size SIZE ARGUMENTS...: by bare Helm; the arguments ask for less than the node may have left.
starts_at_size() {
  NS=$(store_namespace "$1")
  k create namespace "$NS" >/dev/null
  {
    printf '%s\n' admin-user=admin admin-email=admin@shop.localhost
    sed -n 's/^    \([a-z-]*\): {kind: \(password\|salt\).*/\1/p' "$REPOSITORY/helm/woocommerce/Chart.yaml" |
      while IFS= read -r; do echo "$REPLY=$RANDOM$RANDOM"; done
  } | k -n "$NS" create secret generic given --from-env-file=/dev/stdin >/dev/null
  expect 0 "bare Helm installs one of size $1" h -n "$NS" install shop "$REPOSITORY/helm/woocommerce" --set "size=$1" "${@:2}" \
    --set existingSecret=given --set "storageClass=$STORAGE_CLASS" --wait --wait-for-jobs --timeout 3m
  eventually "it sells" sells
  lap "memory: WordPress $(most_memory "$NS" "$(pod_of wordpress)" wordpress), the database $(most_memory "$NS" shop-mysql-0 mysql)"
  h -n "$NS" uninstall shop --wait >/dev/null
  k delete namespace "$NS" --wait=false >/dev/null
}

store_ready() { urumi show shop -o json | holds '.. | objects | select(.name? == "shop") | .status == "ready"'; }
no_namespace() { ! k get namespace "$NS"; }
pod_of() { k -n "$NS" get pod -l "app.kubernetes.io/component=$1" --field-selector=status.phase=Running -o 'jsonpath={.items[0].metadata.name}'; }
restarts() { k -n "$NS" get pod "$1" -o 'jsonpath={.status.containerStatuses[0].restartCount}'; }
# page PATH CURL_ARGUMENTS...: of the shop, by its Service, as an ingress controller would ask
page() {
  local address
  address=$(k -n "$NS" get service shop-wordpress -o 'jsonpath={.spec.clusterIP}') || return
  inside curl --silent --max-time 20 --header 'Host: shop.localhost' "${@:2}" "http://$address$1"
}
status_of() { page "$1" --output /dev/null --write-out '%{http_code}' "${@:2}"; }
answers() { test "$(status_of "$@")" = "$CODE_WANTED"; }
sells() { page /shop/ | grep -q 'Sample product'; }
in_database() { # in_database QUERY: its answer
  # shellcheck disable=SC2016
  k -n "$NS" exec "$(pod_of mysql)" -- sh -c \
    'MYSQL_PWD=$(cat /etc/urumi/credentials/mysql-password) mariadb --no-defaults -h127.0.0.1 -uwordpress -N wordpress -e "$1"' - "$1"
}
one() { test "$(in_database "$1")" = 1; }

initialising() { k -n "$NS" logs shop-mysql-0 | grep -q '^Initialising'; }
starts_over() { k -n "$NS" logs shop-mysql-0 | grep -q 'cut short: starting it over'; }
interrupted_database() {
  eventually "the database begins its first initialisation" initialising
  check "it is killed" kill_in "$NS" shop-mysql-0 KILL
  eventually "and begins anew" starts_over
}

setup_done() { test -n "$(k -n "$NS" get job -l app.kubernetes.io/component=setup -o 'jsonpath={.items[*].status.completionTime}')"; }
setup_works() { setup_done || test -n "$(pod_of setup)"; }
# Two kills, as each makes the Job wait longer before the next try; pods that are deleted are made anew at once.
interrupted_setup() {
  local hit pod cuts=0
  for hit in kill delete delete kill delete delete; do
    within "$PATIENCE" setup_works || break
    sleep "$((RANDOM % 3)).$((RANDOM % 10))"
    pod=$(pod_of setup)
    if [ -z "$pod" ] || setup_done; then continue; fi
    case $hit in
      kill) kill_in "$NS" "$pod" KILL ;;
      delete) k -n "$NS" delete pod "$pod" --grace-period=0 --force >/dev/null 2>&1 ;;
    esac
    cuts=$((cuts + 1))
  done
  check "the setup was cut short $cuts times, at random" test "$cuts" -ge 3
}

first_shop() {
  eventually "the shop page sells the sample product" sells
  check "it is there once" one "SELECT COUNT(*) FROM wp_posts WHERE post_type = 'product' AND post_status = 'publish'"
  check "and so is the shop page" one "SELECT COUNT(*) FROM wp_posts WHERE post_type = 'page' AND post_name LIKE 'shop%'"
  check "there is one flat rate" one "SELECT COUNT(*) FROM wp_options WHERE option_name LIKE 'woocommerce_flat_rate_%_settings'"
  check "and one administrator" one "SELECT COUNT(*) FROM wp_users"
  check "the shop is open" one "SELECT COUNT(*) FROM wp_options WHERE option_name = 'woocommerce_coming_soon' AND option_value = 'no'"
  check "no part of the setup is marked as under way" test -z \
    "$(k -n "$NS" exec "$(pod_of wordpress)" -c wordpress -- sh -c 'ls /var/www/html/wp-content/.urumi' | grep '^installing')"
  log_in
  check "the administrator logs in with the Secret's password" grep -q wordpress_logged_in "$WORLD/cookies"
  CODE_WANTED=200 check "and sees the administration" answers /wp-admin/ --cookie "$WORLD/cookies"
  CODE_WANTED=403 check "the web installer is closed" answers /wp-admin/install.php
  CODE_WANTED=403 check "what is uploaded is never run" answers /wp-content/uploads/x.php
  CODE_WANTED=403 check "hidden files are not served" answers /.complete
  expect 0 "helm test passes" h -n "$NS" test shop
}
log_in() {
  local password
  password=$(k -n "$NS" get secret -l urumi.dev/store -o json | jq -r '[.items[].data["admin-password"] // empty][0] | @base64d')
  page /wp-login.php --output /dev/null --cookie-jar "$WORLD/cookies" --cookie 'wordpress_test_cookie=WP%20Cookie%20check' \
    --data-urlencode log=admin --data-urlencode "pwd=$password"
}

confined() {
  check "WordPress runs as 33: no privileges, a read-only root, no token" restricted "$NS" "$(pod_of wordpress)" wordpress 33
  check "the database as 999, just so" restricted "$NS" shop-mysql-0 mysql 999
}

serves_under_load() {
  local address web failed
  web=$(pod_of wordpress)
  address=$(k -n "$NS" get service shop-wordpress -o 'jsonpath={.spec.clusterIP}')
  failed=$(seq 60 | inside xargs -P 12 -I{} curl --silent --max-time 60 --output /dev/null --write-out '%{http_code}\n' \
    --header 'Host: shop.localhost' "http://$address/shop/?visit={}" | grep -vc '^200$')
  check "60 visits, 12 at a time, are all answered" test "$failed" = 0
  check "and nothing was restarted for its memory" test "$(restarts "$web")" = 0
  lap "memory: WordPress $(most_memory "$NS" "$web" wordpress), the database $(most_memory "$NS" shop-mysql-0 mysql)"
}

outlives_its_database() {
  local web
  web=$(pod_of wordpress)
  k -n "$NS" scale statefulset shop-mysql --replicas=0 >/dev/null
  CODE_WANTED=500 eventually "without its database it says that it isn't ready" answers /-/ready
  eventually "and is sent no more visitors" web_not_ready
  k -n "$NS" scale statefulset shop-mysql --replicas=1 >/dev/null
  eventually "and sells again when it is back" sells
  check "the web server was not restarted for it" test "$(restarts "$web")" = 0
}
web_not_ready() { test "$(k -n "$NS" get deployment shop-wordpress -o 'jsonpath={.status.readyReplicas}')" != 1; }

schema_of() { k -n "$NS" get job "shop-setup-$1" -o 'jsonpath={.metadata.annotations.urumi\.dev/schema}'; }
upgraded_and_back() {
  local database schema chart=$REPOSITORY/helm/woocommerce wait=(--wait --wait-for-jobs --timeout 3m)
  database=$(k -n "$NS" get pod shop-mysql-0 -o 'jsonpath={.metadata.uid}')
  schema=$(schema_of 1)
  expect 0 "Helm upgrades it to another WordPress and another MySQL" h -n "$NS" upgrade shop "$chart" --reuse-values "${wait[@]}" \
    --set wordpress.image=wordpress:next --set mysql.image=mysql:next
  check "the setup brought WordPress's database up to date" grep -q 'WordPress database is at version' \
    <(k -n "$NS" logs job/shop-setup-2 -c setup)
  check "it said beforehand that it may" test "$(schema_of 2)" != "$schema"
  check "the database goes on until its pod is deleted" test \
    "$(k -n "$NS" get pod shop-mysql-0 -o 'jsonpath={.metadata.uid}')" = "$database"
  k -n "$NS" delete pod shop-mysql-0 >/dev/null
  check "then it is the new one" test "$(k -n "$NS" get pod shop-mysql-0 -o 'jsonpath={.spec.containers[0].image}')" = mysql:next
  eventually "the shop sells" sells
  CODE_WANTED=200 eventually "the administrator is still logged in" answers /wp-admin/ --cookie "$WORLD/cookies"
  expect 0 "Helm rolls it back" h -n "$NS" rollback shop 1 "${wait[@]}"
  eventually "the shop sells again" sells
  check "one product still" one "SELECT COUNT(*) FROM wp_posts WHERE post_type = 'product' AND post_status = 'publish'"
}
