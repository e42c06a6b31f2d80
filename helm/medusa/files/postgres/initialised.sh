#!/bin/sh
# Sourced by the image as the last part of the initialisation.
rm -f "$(dirname "$PGDATA")/initialising"
