#!/bin/bash
# Stands in for the entry point of the MySQL image, before a MariaDB: takes its environment, initialises an
# empty data folder with a server that listens on a socket only, and leaves out the options that MariaDB lacks.
set -eu
shopt -s nullglob

data=/var/lib/mysql
socket=/var/run/mysqld/mysqld.sock
options=()
for option in "${@:2}"; do
    case $option in
        --mysqlx=* | --temptable-max-ram=*) ;;
        *) options+=("$option") ;;
    esac
done
secret() { local file=$1_FILE; cat "${!file}"; }
server() { exec mariadbd --no-defaults --datadir="$data" --socket="$socket" --pid-file=/var/run/mysqld/mysqld.pid --tmpdir=/tmp "$@"; }

if [ ! -d "$data/mysql" ]; then
    echo "Initialising"
    mariadb-install-db --no-defaults --datadir="$data" --auth-root-authentication-method=normal --skip-test-db > /dev/null
    server --skip-networking &
    until mariadb-admin --no-defaults --socket="$socket" ping > /dev/null 2>&1; do sleep 0.2; done
    # Time for a test to cut the initialisation short.
    sleep "${INITIALISING_SECONDS:-3}"
    mariadb --no-defaults --socket="$socket" --user=root <<SQL
CREATE DATABASE $MYSQL_DATABASE;
CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$(secret MYSQL_PASSWORD)';
GRANT ALL ON $MYSQL_DATABASE.* TO '$MYSQL_USER'@'%';
ALTER USER 'root'@'$MYSQL_ROOT_HOST' IDENTIFIED BY '$(secret MYSQL_ROOT_PASSWORD)';
SQL
    for script in /docker-entrypoint-initdb.d/*.sh; do
        # shellcheck source=/dev/null
        . "$script"
    done
    kill "$!"
    wait "$!" || true
    echo "Initialised"
fi
server "${options[@]}"
