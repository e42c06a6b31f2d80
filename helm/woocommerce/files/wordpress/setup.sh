#!/bin/sh
# Brings the shop to where it can sell. Runs with every revision and may be cut short at any line: each part
# looks before it acts, and a part that can't be looked at half done leaves a marker while it works.
set -eu

scripts=${SCRIPTS:-/etc/urumi/scripts}
credentials=${CREDENTIALS:-/etc/urumi/credentials}
root=${WORDPRESS_ROOT:-/var/www/html}
state=$root/wp-content/.urumi

wp() {
    php -d memory_limit=512M "${WP_CLI:-/usr/local/bin/wp}" --path="$root" --no-color "$@"
}

# What must work however broken a plugin is.
wp_bare() {
    wp --skip-plugins --skip-themes "$@"
}

install_core() {
    if [ -e "$state/installing-core" ]; then
        echo "WordPress: the installation was cut short; starting it over"
        php "$scripts/database.php" reset
    fi
    if wp_bare core is-installed; then
        wp_bare core update-db
        return
    fi
    # Whatever keeps WordPress from saying yes, a shop that has been there is never begun anew.
    php "$scripts/database.php" empty
    echo "WordPress: installing"
    : > "$state/installing-core"
    # The password goes by standard input; WP-CLI may echo the command it completed, so that is dropped.
    wp_bare core install --url="$SHOP_URL" --title="$SHOP_TITLE" --skip-email \
        --admin_user="$(cat "$credentials/admin-user")" --admin_email="$(cat "$credentials/admin-email")" \
        --prompt=admin_password < "$credentials/admin-password" > /dev/null
    rm -f "$state/installing-core"
}

is_older() {
    # shellcheck disable=SC2016 # they are PHP's variables
    php -r 'exit(version_compare($argv[1], $argv[2], "<") ? 0 : 1);' -- "$1" "$2"
}

install_woocommerce() {
    marker=$state/installing-woocommerce
    installed=$(wp_bare plugin get woocommerce --field=version 2> /dev/null) || installed=
    if [ -e "$marker" ]; then
        # WooCommerce's own lock, which would keep its installation from running for ten minutes.
        wp_bare transient delete wc_installing || true
    fi
    if [ -z "$installed" ] || [ -e "$marker" ] || is_older "$installed" "$WOOCOMMERCE_VERSION"; then
        echo "WooCommerce: installing $WOOCOMMERCE_VERSION"
        : > "$marker"
        if [ -n "${WOOCOMMERCE_PACKAGE:-}" ]; then
            wp_bare plugin install "$WOOCOMMERCE_PACKAGE" --force
        else
            wp_bare plugin install woocommerce --version="$WOOCOMMERCE_VERSION" --force
        fi
    else
        echo "WooCommerce: $installed is there"
    fi
    wp_bare plugin is-active woocommerce || wp plugin activate woocommerce
    wp wc update
    rm -f "$marker"
}

mkdir -p "$state"
exec 9> "$state/setup.lock"
flock 9

php "$scripts/database.php" wait 600
install_core
install_woocommerce
wp eval-file "$scripts/store.php"
echo "The shop is set up: $SHOP_URL"
