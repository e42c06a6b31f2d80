# shellcheck shell=bash disable=SC2154
# The scripts of helm/medusa against the stand-ins beside this file: cut short at every change, run again.

MEDUSA_SHOP=$ROOT/Tests/EndToEnd/images/medusa/backend/shop.js

medusa_script() { node "$lib/medusa/scripts.js" "$chart" "$MEDUSA_SHOP" "$1"; }

# A world for the servers' scripts: programs that write down how they were called.
servers_world() {
    rm -rf "$work/world"
    mkdir -p "$work/world"/{bin,data,credentials}
    printf 'tr0ub4dor' > "$work/world/credentials/redis-password"
    # shellcheck disable=SC2016
    printf '#!/bin/sh\necho "$0 $*" > "$WORLD/started"\n' > "$work/world/bin/docker-entrypoint.sh"
    cp "$work/world/bin/docker-entrypoint.sh" "$work/world/bin/valkey-server"
    # shellcheck disable=SC2016
    printf '#!/bin/sh\necho "$*" > "$WORLD/asked"\n[ "$REDISCLI_AUTH" = tr0ub4dor ] && echo "${ANSWER:-PONG}"\n' > "$work/world/bin/valkey-cli"
    chmod +x "$work/world/bin"/*
}

in_servers_world() {
    env PATH="$work/world/bin:$PATH" WORLD="$work/world" PGDATA="$work/world/data/pgdata" CREDENTIALS="$work/world/credentials" \
        CONFIGURATION="$work/world/redis.conf" REDIS_KIND=valkey REDIS_MEMORY=96mb ANSWER="${ANSWER:-PONG}" sh "$@"
}

postgres_begins_anew() {
    servers_world
    in_servers_world "$chart/files/postgres/start.sh" -c jit=off
    mkdir -p "$work/world/data/pgdata"
    echo 17 > "$work/world/data/pgdata/PG_VERSION"
    in_servers_world "$chart/files/postgres/start.sh" 2> /dev/null
    [[ -z $(ls -A "$work/world/data/pgdata") ]]
    [[ $(cat "$work/world/started") == */docker-entrypoint.sh\ postgres ]]
    echo 17 > "$work/world/data/pgdata/PG_VERSION"
    in_servers_world "$chart/files/postgres/initialised.sh"
    in_servers_world "$chart/files/postgres/start.sh" -c jit=off
    [[ -e $work/world/data/pgdata/PG_VERSION && $(cat "$work/world/started") == *' postgres -c jit=off' ]]
}

postgres_keeps_a_restored_one() {
    servers_world
    mkdir "$work/world/data/pgdata"
    echo 17 > "$work/world/data/pgdata/PG_VERSION"
    in_servers_world "$chart/files/postgres/start.sh"
    in_servers_world "$chart/files/postgres/start.sh"
    [[ -e $work/world/data/pgdata/PG_VERSION ]]
}

postgres_keeps_a_damaged_one() {
    servers_world
    mkdir "$work/world/data/pgdata"
    echo data > "$work/world/data/pgdata/base"
    : > "$work/world/data/pgdata/PG_VERSION"
    if in_servers_world "$chart/files/postgres/start.sh" || in_servers_world "$chart/files/postgres/start.sh"; then return 1; fi
    [[ $(cat "$work/world/data/pgdata/base") == data && ! -e $work/world/started ]]
}

redis_hides_its_password() {
    servers_world
    in_servers_world "$chart/files/redis/start.sh"
    [[ $(cat "$work/world/started") == "$work/world/bin/valkey-server $work/world/redis.conf" ]]
    grep -qx 'requirepass tr0ub4dor' "$work/world/redis.conf"
    grep -qx 'maxmemory-policy noeviction' "$work/world/redis.conf"
    [[ $(stat -c %a "$work/world/redis.conf") == 600 ]]
}

redis_is_asked() {
    servers_world
    in_servers_world "$chart/files/redis/ping.sh"
    [[ $(cat "$work/world/asked") == '-h 127.0.0.1 ping' ]]
    if ANSWER='LOADING Redis is loading' in_servers_world "$chart/files/redis/ping.sh"; then return 1; fi
}

# start.js of the storefront's image, over a small build.
storefront_world() {
    servers_world
    mkdir -p "$work/world/built"/{server/app,static/chunks}
    echo 'fetch("http://medusa-backend-address.invalid/store",{k:"pk_medusa_publishable_key_placeholder"})' |
        tee "$work/world/built/server/app/page.js" > "$work/world/built/static/chunks/1.js"
    echo id > "$work/world/built/BUILD_ID"
    head -c 300 /dev/urandom > "$work/world/built/static/font.woff2"
}

in_storefront_world() {
    env BUILT_FOLDER="$work/world/built" SERVED_FOLDER="$work/world/served" MEDUSA_BACKEND_URL="${WITHIN:-http://n-backend:9000}" \
        MEDUSA_PUBLIC_URL="${OUTSIDE:-https://shop.example}" MEDUSA_PUBLISHABLE_KEY="${KEY:-pk_1}" \
        node --require "$chart/image/storefront/start.js" --eval ''
}

storefront_is_filled() {
    storefront_world
    mkdir -p "$work/world/served/server"
    echo half > "$work/world/served/server/old.js"
    in_storefront_world
    [[ ! -e $work/world/served/server/old.js && $(cat "$work/world/served/BUILD_ID") == id ]]
    [[ $(cat "$work/world/served/server/app/page.js") == 'fetch("http://n-backend:9000/store",{k:"pk_1"})' ]]
    [[ $(cat "$work/world/served/static/chunks/1.js") == 'fetch("https://shop.example/store",{k:"pk_1"})' ]]
    cmp "$work/world/built/static/font.woff2" "$work/world/served/static/font.woff2"
}

storefront_refuses() {
    local wrong
    storefront_world
    for wrong in OUTSIDE='https://shop.example/path' OUTSIDE='javascript:alert(1)' OUTSIDE='https://a"b' WITHIN=nowhere KEY='pk_"' KEY=sk_1; do
        if (export "${wrong?}" && in_storefront_world > /dev/null 2>&1); then echo "taken: $wrong"; return 1; fi
    done
}

scripts_medusa() {
    local file
    check "postgres: an initialisation that was cut short begins anew" postgres_begins_anew
    check "postgres: a database it did not initialise is kept" postgres_keeps_a_restored_one
    check "postgres: what is no finished database, and not its own beginning, is kept" postgres_keeps_a_damaged_one
    check "redis: the password is in no argument, and nothing is evicted" redis_hides_its_password
    check "redis: one that is still loading is not ready" redis_is_asked
    if ! command -v node > /dev/null; then
        skip "setup, wait, storefront" "no node"
        return
    fi
    check "setup: sets a shop up" medusa_script sets_up
    check "setup: secrets are in no argument and in no output" medusa_script keeps_secrets
    check "setup: may die at any change and be run again" medusa_script survives_every_death
    check "setup: leaves the merchant's changes alone" medusa_script leaves_the_merchants_changes
    check "setup: another key in the Secret is the storefront's, a wrong one is refused" medusa_script gives_out_a_new_key
    check "setup: tells of a key that the merchant removed" medusa_script tells_of_a_removed_key
    check "setup: fails with what failed" medusa_script fails_with_what_failed
    check "server: waits for its own image's migrations, and for Redis" medusa_script server_waits
    check "server: gets its addresses and secrets put together" medusa_script server_starts
    check "storefront: each start puts this shop's values in" storefront_is_filled
    check "storefront: refuses what would not stay within a string" storefront_refuses
    while IFS= read -r file; do check "node --check ${file#"$ROOT/"}" node --check "$file"; done < <(
        find "$chart/files" "$chart/image" "$lib/medusa" "${MEDUSA_SHOP%/backend/*}" -name '*.js' -not -path '*/node_modules/*' | sort)
}
