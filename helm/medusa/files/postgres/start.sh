#!/bin/sh
# Starts PostgreSQL. The image takes a data folder with a version in it for a finished database, so one whose
# first initialisation was cut short would stay without its user for good. A marker beside the folder says
# that an initialisation is under way; only a database that never finished one is begun anew.
set -eu

marker=$(dirname "$PGDATA")/initialising

if [ -e "$marker" ]; then
    echo "The first initialisation was cut short: starting it over." >&2
    if [ -d "$PGDATA" ]; then find "$PGDATA" -mindepth 1 -delete; fi
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    # The next start would delete what is here, and that may be a shop's.
    if [ -d "$PGDATA" ] && [ -n "$(ls -A "$PGDATA")" ]; then
        echo "$PGDATA has files but no finished database: nothing was changed. Restore it, or empty it by hand." >&2
        exit 1
    fi
    : > "$marker"
fi
exec docker-entrypoint.sh postgres "$@"
