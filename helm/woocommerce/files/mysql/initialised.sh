#!/bin/sh
# Sourced by the image as the last part of the initialisation.
rm -f "${MYSQL_STATE:-/var/lib/mysql-state}/initialising"
