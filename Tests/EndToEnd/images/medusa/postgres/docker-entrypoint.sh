#!/bin/bash
# Stands in for the entry point of the PostgreSQL image: takes its environment and initialises an empty data
# folder with a server that listens on a socket only.
set -eu
shopt -s nullglob

secret() { local file=$1_FILE; cat "${!file}"; }
socket=/var/run/postgresql

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    echo "Initialising"
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    # shellcheck disable=SC2086
    initdb --username="$POSTGRES_USER" --pwfile=<(secret POSTGRES_PASSWORD) --locale=C $POSTGRES_INITDB_ARGS > /dev/null
    echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
    pg_ctl --pgdata="$PGDATA" --options="-c listen_addresses='' -c unix_socket_directories=$socket" --wait --silent start
    # Time for a test to cut the initialisation short.
    sleep "${INITIALISING_SECONDS:-3}"
    PGPASSWORD=$(secret POSTGRES_PASSWORD) psql --quiet --host="$socket" --username="$POSTGRES_USER" --dbname=postgres \
        --command="CREATE DATABASE \"$POSTGRES_DB\""
    for script in /docker-entrypoint-initdb.d/*.sh; do
        # shellcheck source=/dev/null
        . "$script"
    done
    pg_ctl --pgdata="$PGDATA" --mode=fast --wait --silent stop
    echo "Initialised"
fi
exec "$@" -c listen_addresses='*' -c unix_socket_directories="$socket"
