# shellcheck shell=bash disable=SC2154
# The scripts of helm/woocommerce against the stand-ins beside this file: cut short at every call, run again.

new_world() {
    rm -rf "$work/world"
    mkdir -p "$work/world"/{html/wp-content,credentials,content,image,mysql,mysql-state}
    printf 'admin' > "$work/world/credentials/admin-user"
    printf 'admin@shop.localhost' > "$work/world/credentials/admin-email"
    printf 'correct horse' > "$work/world/credentials/admin-password"
}

setup() {
    env PATH="$lib/woocommerce/stand-ins:$PATH" WORLD="$work/world" SCRIPTS=/etc/urumi/scripts CREDENTIALS="$work/world/credentials" \
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

drops_nothing_of_a_shop_that_fails() {
    new_world
    setup
    : > "$work/world/argv"
    # WordPress can't be loaded, as when its database has just gone away or a plugin is broken.
    if BROKEN_CORE=yes setup || BROKEN_CORE=yes setup; then return 1; fi
    setup
    finished
    ! grep -E 'database.php reset|core install' "$work/world/argv"
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
    env PATH="$lib/woocommerce/stand-ins:$PATH" WORDPRESS_ROOT="$work/world/image" CONTENT_VOLUME="$work/world/content" DIE="${DIE:-}" \
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
    env PATH="$lib/woocommerce/stand-ins:$PATH" WORLD="$work/world" MYSQL_DATA="$work/world/mysql" MYSQL_STATE="$work/world/mysql-state" \
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
    env PATH="$lib/woocommerce/stand-ins:$PATH" WORLD="$work/world" SHOP_SERVICE=http://shop-wordpress SHOP_HOST=shop.localhost SHOP_SCHEME=http \
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

keeps_a_damaged_database() {
    new_world
    echo data > "$work/world/mysql/ibdata1"
    if start_mysql || start_mysql; then return 1; fi
    [[ $(cat "$work/world/mysql/ibdata1") == data && ! -e $work/world/started ]]
}

keeps_a_restored_database() {
    new_world
    mkdir "$work/world/mysql/mysql"
    start_mysql
    start_mysql
    [[ -d $work/world/mysql/mysql ]]
}

scripts_woocommerce() {
    local php file
    scripts=$chart/files
    check "setup: sets a shop up" sets_up
    check "setup: the password is in no argument and in no output" keeps_the_password
    check "setup: may die in any call and be run again" survives_every_death
    check "setup: may die in an update of WooCommerce" survives_a_death_in_an_update
    check "setup: drops nothing of a shop whose WordPress fails" drops_nothing_of_a_shop_that_fails
    check "setup: a second run installs nothing" does_nothing_twice
    check "setup: never goes back to an older WooCommerce" never_goes_back
    check "setup: takes a package instead of wordpress.org" takes_a_package
    check "install: whole or not at all, and what the merchant removed stays removed" copies_wordpress
    check "cron: runs what is due in a shop that is ready, and tells of a failure" runs_what_is_due
    check "mysql: an initialisation that was cut short begins anew" begins_mysql_anew
    check "mysql: a database it did not initialise is kept" keeps_a_restored_database
    check "mysql: what is no finished database, and not its own beginning, is kept" keeps_a_damaged_database

    if php=$(command -v php); then
        check "store: may die at any change, ends the same, and leaves the merchant's changes alone" \
            "$php" -d zend.assertions=1 -d assert.exception=1 "$lib/woocommerce/store.php" "$scripts/wordpress/store.php"
        # Without extensions, as MySQL's would stand in the stand-in's way.
        check "database: drops only what nobody has worked with" \
            "$php" -n -d zend.assertions=1 -d assert.exception=1 "$lib/woocommerce/database.php" "$scripts/wordpress/database.php"
        for file in "$scripts"/wordpress/*.php; do check "php -l ${file##*/}" "$php" -l "$file"; done
    else
        skip "store.php" "no php"
    fi
    if command -v shellcheck > /dev/null; then
        check "shellcheck" shellcheck "$scripts"/*/*.sh
    else
        skip "shellcheck" "not installed"
    fi
}
