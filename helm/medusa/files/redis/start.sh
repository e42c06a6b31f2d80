#!/bin/sh
# Starts Valkey or Redis. The password comes in a configuration file, where no list of processes shows it.
# Queues and locks are kept here: nothing may be evicted, and each write is logged to the volume.
set -eu

configuration=${CONFIGURATION:-/tmp/redis.conf}
password=$(cat "${CREDENTIALS:-/etc/urumi/credentials}/redis-password")

umask 077
cat > "$configuration" <<CONF
dir ${DATA:-/data}
appendonly yes
appendfsync everysec
save ""
maxmemory $REDIS_MEMORY
maxmemory-policy noeviction
requirepass $password
CONF
exec "$REDIS_KIND-server" "$configuration"
