#!/bin/sh
# Starts MySQL. The image takes a data folder that holds anything for a finished database, so one whose
# first initialisation was cut short would stay without its user for good. A marker beside the folder
# says that an initialisation is under way; only a database that never finished one is begun anew.
set -eu

data=${MYSQL_DATA:-/var/lib/mysql}
marker=${MYSQL_STATE:-/var/lib/mysql-state}/initialising

if [ -e "$marker" ]; then
    echo "The first initialisation was cut short: starting it over." >&2
    find "$data" -mindepth 1 -delete
fi
if [ ! -d "$data/mysql" ]; then
    # The next start would delete what is here, and that may be a shop's.
    if [ -n "$(ls -A "$data")" ]; then
        echo "$data has files but no finished database: nothing was changed. Restore it, or empty it by hand." >&2
        exit 1
    fi
    : > "$marker"
fi
exec docker-entrypoint.sh mysqld "$@"
