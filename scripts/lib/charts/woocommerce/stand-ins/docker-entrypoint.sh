#!/bin/sh
echo "$*" > "$WORLD/started"
