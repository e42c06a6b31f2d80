#!/bin/sh
# Puts WordPress itself, from the image, in the pod's own folder, and, the first time, the themes and
# plugins that come with it on the volume. Whatever is copied appears there whole or not at all; pods that
# start at the same time take turns.
set -eu

core=${WORDPRESS_ROOT:-/var/www/html}
content=${CONTENT_VOLUME:-/content}
state=$content/.urumi

# A folder of our own within the volume's: the image's tar wants to set the mode of what it unpacks into.
mkdir -p "$core"
cd "$core"
if [ ! -e .complete ]; then
    find . -mindepth 1 -delete
    docker-ensure-installed.sh true
    : > .complete
fi

mkdir -p "$state"
exec 9> "$state/content.lock"
flock 9
if [ -e "$state/content-copied" ]; then
    exit 0
fi

copy() {
    if [ -e "$2" ]; then
        return
    fi
    rm -rf "$state/partial"
    cp -R "$1" "$state/partial"
    mv "$state/partial" "$2"
}

for entry in wp-content/*; do
    name=${entry##*/}
    if [ ! -d "$entry" ]; then
        copy "$entry" "$content/$name"
        continue
    fi
    mkdir -p "$content/$name"
    for item in "$entry"/*; do
        if [ -e "$item" ]; then
            copy "$item" "$content/$name/${item##*/}"
        fi
    done
done
: > "$state/content-copied"
echo "The themes and plugins of the image are on the volume."
