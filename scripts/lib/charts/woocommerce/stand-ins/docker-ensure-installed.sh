#!/bin/sh
set -eu
mkdir -p wp-includes wp-content/themes/twenty wp-content/plugins/akismet
echo theme > wp-content/themes/twenty/style.css
echo plugin > wp-content/plugins/akismet/akismet.php
echo silence > wp-content/index.php
if [ -n "${DIE:-}" ]; then echo half > index.php; exit 137; fi
echo whole > index.php
exec "$@"
