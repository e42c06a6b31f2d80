#!/bin/sh
# start.sh serve|wait|setup, in the folder of a built Medusa application.
set -eu

scripts=${SCRIPTS:-/etc/urumi/scripts}
# shellcheck source=environment.sh
. "$scripts/environment.sh"
PATH=$PWD/node_modules/.bin:$PATH
export PATH

case $1 in
    serve) exec medusa start ;;
    wait | setup) exec node "$scripts/$1.js" ;;
    *)
        echo "start.sh: serve, wait or setup, not $1" >&2
        exit 64
        ;;
esac
