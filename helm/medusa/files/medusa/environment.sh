# shellcheck shell=sh
# Sourced: what Medusa reads from its environment, put together here so that the Secret holds simple values and
# the pod's description none. Passwords are letters and digits, so they need no escaping in an address.

credentials=${CREDENTIALS:-/etc/urumi/credentials}

password=$(cat "$credentials/postgres-password")
DATABASE_URL="postgres://medusa:$password@$POSTGRES_HOST:5432/medusa"
password=$(cat "$credentials/redis-password")
REDIS_URL="redis://:$password@$REDIS_HOST:6379"
unset password
CACHE_REDIS_URL=$REDIS_URL
LOCKING_REDIS_URL=$REDIS_URL
JWT_SECRET=$(cat "$credentials/jwt-secret")
COOKIE_SECRET=$(cat "$credentials/cookie-secret")
export DATABASE_URL REDIS_URL CACHE_REDIS_URL LOCKING_REDIS_URL JWT_SECRET COOKIE_SECRET
