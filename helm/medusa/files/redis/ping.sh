#!/bin/sh
# Whether the server takes the password and has its data loaded.
set -eu

REDISCLI_AUTH=$(cat "${CREDENTIALS:-/etc/urumi/credentials}/redis-password")
export REDISCLI_AUTH
answer=$("$REDIS_KIND-cli" -h 127.0.0.1 ping)
[ "$answer" = PONG ]
