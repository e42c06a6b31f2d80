#!/bin/bash
# Stands in for the entry point of the WordPress image, and, by its other name, for docker-ensure-installed.sh:
# copies WordPress where there is none, and a wp-config.php that reads the environment.
set -eu
if [[ ${1:-} == apache2* || $0 == *docker-ensure-installed* ]]; then
    if [[ ! -e index.php && ! -e wp-includes/version.php ]]; then
        tar --create --directory /usr/src/wordpress . | tar --extract --no-same-owner --no-overwrite-dir
    fi
    if [[ ! -s wp-config.php ]]; then cp /usr/src/wordpress/wp-config-docker.php wp-config.php; fi
fi
exec "$@"
