#!/usr/bin/env bash
# build-images.sh and load-images.sh with stand-ins for the programs they drive: what they would run, what they
# do run, what they check first, and that they can be run twice and killed.
# shellcheck disable=SC2016
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
world

BIN=$WORLD/bin
CALLS=$WORLD/calls
build() { PATH=$BIN "$REPOSITORY/scripts/build-images.sh" "$@"; }
load() { PATH=$BIN "$REPOSITORY/scripts/load-images.sh" "$@"; }
ran() { grep -qxF -- "$1" "$CALLS"; }
ran_nothing() { ! grep -vE '(info|inspect.*|get clusters|--help)$' "$CALLS"; }
says_not() { if grep -q -- "$2" <<<"$ERR"; then bad "$1" "said: $2"; else ok "$1"; fi; }
anew() { # anew TOOL...: a machine with just these, and what scripts need anyway
  local tool
  rm -rf "$BIN" "$WORLD/k3s"
  mkdir -p "$BIN"
  : >"$CALLS"
  for tool in bash sh env dirname sed awk grep id uname mktemp rm mkdir cp mv tr cat sort head true stat chmod; do
    ln -s "$(type -P "$tool")" "$BIN/$tool"
  done
  for tool; do
    cat >"$BIN/$tool" <<'S'
#!/bin/bash
echo "${0##*/} $*" >>"$CALLS"
case "${0##*/} $*" in
  "$BROKEN"*) exit 1 ;;
  "docker save --help") [ -n "$OLD_DOCKER" ] || echo "      --platform string" ;;
  *" image inspect "* | "buildah inspect "*) [[ " $IMAGES " == *" ${*: -1} "* ]] ;;
  *" save "*--output* | *" save --output"*)
    while [ $# -gt 0 ]; do
      if [ "$1" = --output ]; then echo "archive of ${*: -1}" >"$2"; fi
      shift
    done
    ;;
  "buildah push "*) file=${*: -1} file=${file#docker-archive:} && echo archive >"${file%%.tar:*}.tar" ;;
  "kind get clusters") echo "$CLUSTERS" ;;
  "kind load "* | "k3s ctr images import "*) [ -s "$4" ] || [ -s "$3" ] || [ -s "${*: -1}" ] ;;
esac
S
    chmod +x "$BIN/$tool"
  done
}
BACKEND=$(sed -n 's/^  image: \(urumi.local.medusa-backend:.*\)/\1/p' "$REPOSITORY/helm/medusa/values.yaml")
STOREFRONT=$(sed -n 's/^  image: \(urumi.local.medusa-storefront:.*\)/\1/p' "$REPOSITORY/helm/medusa/values.yaml")
URUMI=$(sed -n 's/^image: \(.*\)/\1/p' "$REPOSITORY/helm/platform/values.yaml")
medusa=$REPOSITORY/helm/medusa/image
platform=linux/$(case $(uname -m) in x86_64) echo amd64 ;; aarch64) echo arm64 ;; *) uname -m ;; esac)
export CALLS BROKEN=none OLD_DOCKER='' IMAGES="$BACKEND $STOREFRONT $URUMI" CLUSTERS=store-platform K3S_FOLDER=$WORLD/k3s TMPDIR=$WORLD

echo "build"
anew docker
expect 0 "--help" build --help
expect 0 "--dry-run builds nothing" build --dry-run
check "and runs nothing but questions" ran_nothing
says "says what it would run" "would run: docker build --tag $BACKEND --file $medusa/backend/Dockerfile $medusa/backend"
says "of both" "would run: docker build --tag $STOREFRONT --file $medusa/storefront/Dockerfile $medusa/storefront"
says_not "but not of urumi" "$URUMI"
says "and what next" 'Next: scripts/load-images.sh'
expect 0 "builds what is named" build storefront
check "it alone" ran "docker build --tag $STOREFRONT --file $medusa/storefront/Dockerfile $medusa/storefront"
check "nothing else" bash -c '[ "$(grep -c "^docker build" "$CALLS")" = 1 ]'
expect 0 "and again" build storefront
expect 0 "all three" build all
check "urumi from the repository's root" ran "docker build --tag $URUMI --file $REPOSITORY/helm/platform/image/Dockerfile $REPOSITORY"
expect 0 "each once, however often named" build backend all backend --tag t7 --dry-run
check "once" bash -c '[ "$(grep -c "docker build --tag urumi.local/medusa-backend:t7 " <<<"$0")" = 1 ]' "$ERR"
says "another tag is passed on" 'load-images.sh --tag t7'
for tool in podman nerdctl buildah; do
  anew "$tool"
  expect 0 "with $tool, where that is all there is" build backend
  check "$tool builds" ran "$tool build --tag $BACKEND --file $medusa/backend/Dockerfile $medusa/backend"
done
echo "what urumi's image is built from"
context=$WORLD/context
mkdir "$context"
sed -n 's/^COPY \([^-].*\) [^ ]*$/\1/p' "$REPOSITORY/helm/platform/image/Dockerfile" | tr ' ' '\n' | while read -r path; do
  mkdir -p "$context/$(dirname "$path")"
  cp -R "$REPOSITORY/$path" "$context/$path"
done
describes() { (cd "$context" && swift package describe --type json >"$WORLD/package") && jq -e '.targets | length > 0' "$WORLD/package"; }
check "is a whole package" describes
expect 0 "what stays out of urumi's context is told to buildah" build urumi --dry-run
says "by its file" "--ignorefile $REPOSITORY/helm/platform/image/Dockerfile.dockerignore"
anew docker podman
expect 0 "docker before podman" build backend
check "docker built" ran "docker build --tag $BACKEND --file $medusa/backend/Dockerfile $medusa/backend"
expect 0 "unless told otherwise" build backend --tool podman
check "podman built" ran "podman build --tag $BACKEND --file $medusa/backend/Dockerfile $medusa/backend"
BROKEN='docker info' expect 0 "one that doesn't answer is passed over" build backend --dry-run
says "for the next" 'would run: podman build'
BROKEN='docker info' expect 1 "unless it's the one asked for" build backend --tool docker
says "which is told" 'docker info'
BROKEN='docker build' expect 1 "a build that fails" build backend storefront
says "is told by the image's name" "$BACKEND could not be built"
anew
expect 1 "without any tool" build
says "says which there could be" 'docker podman nerdctl buildah'
expect 0 "a dry run shows the plan all the same" build --dry-run
says "by the first" "would run: docker build --tag $BACKEND"
says "and what it would need" 'would need: one of docker podman nerdctl buildah'
expect 0 "or by the one asked for" build --dry-run --tool podman
says "it" "would run: podman build --tag $BACKEND"
anew docker
expect 2 "an unknown word" build frontend
expect 2 "a tag that is none" build --tag 'a b'
expect 2 "an option without its value" build --tag
expect 2 "an unknown tool" build --tool make
check "and nothing ran" ran_nothing

echo "load"
anew docker kind
expect 0 "--help" load --help
expect 0 "--dry-run loads nothing" load --dry-run
check "and runs nothing but questions" ran_nothing
says "says what it would run" "would run: docker save --platform $platform --output .*medusa-backend.*tar $BACKEND"
says "for Kind, by archive" 'would run: kind load image-archive .*tar --name store-platform'
for again in first second; do
  : >"$CALLS"
  expect 0 "loads into Kind, the $again time" load backend --kind
  check "saved for this platform" bash -c 'grep -qE "^docker save --platform $0 --output [^ ]+\.tar $1\$" "$CALLS"' "$platform" "$BACKEND"
  check "loaded as an archive" bash -c 'grep -qE "^kind load image-archive [^ ]+/urumi-medusa-backend-[^ ]+\.tar --name store-platform$" "$CALLS"'
done
check "no archive lies about" bash -c '[ -z "$(find "$0" -name "*.tar")" ]' "$WORLD"
OLD_DOCKER=yes expect 0 "an older docker" load storefront
check "is not told a platform" bash -c 'grep -qE "^docker save --output [^ ]+ $0\$" "$CALLS"' "$STOREFRONT"
CLUSTERS=$'other\nmine' expect 0 "another cluster" load --kind mine backend
check "is the one" bash -c 'grep -qE "^kind load .* --name mine$" "$CALLS"'
CLUSTERS=other expect 1 "a cluster that isn't there" load --kind
says "is named, with its remedy" 'store-platform.*setup-local.sh'
IMAGES=$STOREFRONT expect 0 "loads what is built" load
says_not "and not what isn't" "Loading $BACKEND"
IMAGES=$STOREFRONT expect 1 "what is named has to be built" load backend
says "with its remedy" 'build-images.sh backend'
IMAGES='' expect 1 "nothing built" load
says "says so" 'build-images.sh first'
BROKEN='docker save --platform' expect 1 "an image that can't be saved" load backend
says "is told" "$BACKEND could not be saved"
BROKEN='kind load' expect 1 "one that Kind refuses" load backend
says "too" 'could not load'
check "no archive lies about then" bash -c '[ -z "$(find "$0" -name "*.tar")" ]' "$WORLD"
anew podman kind
expect 0 "from podman" load backend
check "saved by it" bash -c 'grep -qE "^podman save --output [^ ]+ $0\$" "$CALLS"' "$BACKEND"
anew buildah kind
expect 0 "from buildah" load backend
check "pushed to an archive" bash -c 'grep -qE "^buildah push --quiet $0 docker-archive:[^ ]+\.tar:$0\$" "$CALLS"' "$BACKEND"

if [ "$(id -u)" = 0 ]; then
  anew docker k3s
  expect 0 "k3s, where there is no Kind" load backend
  check "imported now" bash -c 'grep -qE "^k3s ctr images import $0/agent/images/urumi-medusa-backend-[^ ]+\.tar$" "$CALLS"' "$K3S_FOLDER"
  check "kept for its next start" bash -c 'ls "$0"/agent/images/urumi-medusa-backend-*.tar' "$K3S_FOLDER"
  expect 0 "and again" load backend
  check "kept once" bash -c '[ "$(ls -A "$0/agent/images" | wc -l)" = 1 ]' "$K3S_FOLDER"
  BROKEN='k3s ctr version' expect 0 "k3s that doesn't run" load backend --k3s
  says "takes it in later" 'when it starts'
  BROKEN='k3s ctr images' expect 1 "an import that fails" load backend
  says "is told" 'could not import'
fi
anew docker
expect 1 "neither Kind nor k3s" load
says "says what makes them" 'setup-local.sh or scripts/setup-prod.sh'
expect 2 "both at once" load --kind --k3s
expect 2 "an unknown word" load everything
expect 2 "a cluster's name that is none" load --kind 'A b'
results
