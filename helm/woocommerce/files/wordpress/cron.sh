#!/bin/sh
# Runs what WordPress has due, inside the web pod, by way of the Service: no second copy of WordPress, and
# no dependence on where the shop's host name leads.
set -eu

request() {
    curl --silent --show-error --fail --output /dev/null --max-time 240 \
        --header "Host: $SHOP_HOST" --header "X-Forwarded-Proto: $SHOP_SCHEME" "$SHOP_SERVICE$1"
}

if ! request /-/ready; then
    echo "The shop is not ready; the next run tries again."
    exit 0
fi
request "/wp-cron.php?doing_wp_cron"
echo "What was due has run."
