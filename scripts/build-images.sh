#!/usr/bin/env bash
# Builds the images that nobody publishes: Medusa's backend, its storefront, and urumi itself.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/images.sh
. "$here/lib/images.sh"

MEMORY_WANTED=5000000 # kB; building Medusa's admin pages takes 4 GB

usage() {
  cat <<'U'
usage: scripts/build-images.sh [backend|storefront|urumi|all]... [--tag TAG] [--tool TOOL] [--dry-run]

Builds the images that no registry has, under the names that the charts look for. Building again takes what
hasn't changed from the tool's cache. Needs the internet: packages come from npm, Debian and Swift.

  backend, storefront   what a Medusa store runs; both unless said
  urumi                 urumi itself, for helm/platform
  all                   all three
  --tag TAG             another tag than the charts'
  --tool TOOL           docker, podman, nerdctl or buildah; the first that works unless said
  --dry-run             only say what would be done
  --help                this page
U
}
wrong() {
  say "build-images.sh: $*"
  usage >&2
  exit 2
}

words=() tag='' tool=''
while [ $# -gt 0 ]; do
  case $1 in
    backend | storefront | urumi | all) words+=("$1") ;;
    --tag | --tool)
      [ $# -gt 1 ] || wrong "$1 needs a value"
      if [ "$1" = --tag ]; then
        [[ $2 =~ ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$ ]] || wrong "$2 is no tag"
        tag=$2
      else
        tool_known "$2" || wrong "$2 is none of ${TOOLS_KNOWN[*]}"
        tool=$2
      fi
      shift
      ;;
    --dry-run) DRY_RUN=yes ;;
    --help | -h)
      usage
      exit
      ;;
    *) wrong "$1 isn't known" ;;
  esac
  shift
done
if [ "${#words[@]}" = 0 ]; then words=(backend storefront); fi
parts_of "${words[@]}"

# A dry run on a machine without any still shows all of the plan.
if [ "$DRY_RUN" = no ]; then
  choose_tool "$tool"
elif [ -n "$tool" ]; then
  TOOL=$tool
  tool_works "$tool" || say "would need: $tool, which doesn't work here"
elif ! find_tool; then
  TOOL=${TOOLS_KNOWN[0]}
  say "would need: one of ${TOOLS_KNOWN[*]}, none of which works here"
fi
memory=$(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo 2>/dev/null) || memory=
if [[ " ${PARTS_WANTED[*]} " == *' backend '* ]] && [ "${memory:-$MEMORY_WANTED}" -lt "$MEMORY_WANTED" ]; then
  say "Note: this machine has $((memory / 1024)) MB of memory; building the backend takes some 4096 for itself."
fi

# build PART NAME
build() {
  local file=$ROOT/helm/medusa/image/$1/Dockerfile context=$ROOT/helm/medusa/image/$1 command=(build)
  if [ "$1" = urumi ]; then file=$ROOT/helm/platform/image/Dockerfile context=$ROOT; fi
  [ -f "$file" ] || fail "${file#"$ROOT/"} is missing"
  say "Building $2"
  # Beside a Dockerfile, only BuildKit finds what it leaves out of the context.
  case $TOOL in
    docker) export DOCKER_BUILDKIT=1 ;;
    podman | buildah) if [ -f "$file.dockerignore" ]; then command+=(--ignorefile "$file.dockerignore"); fi ;;
  esac
  act "$TOOL" "${command[@]}" --tag "$2" --file "$file" "$context" ||
    fail "$2 could not be built; what the tool said stands above. Was npm's registry reachable?"
}

built=()
for part in "${PARTS_WANTED[@]}"; do
  name=$(named "$part" "$tag")
  build "$part" "$name"
  built+=("$name")
done

say
if [ "$DRY_RUN" = yes ]; then say "Nothing was built. Would be there then:"; else say "Built, with $TOOL:"; fi
printf '  %s\n' "${built[@]}" >&2
say "Next: scripts/load-images.sh${tag:+ --tag $tag} brings them into Kind or k3s."
if [ -n "$tag" ]; then
  say "      The charts look for other tags; tell them: --set backend.image=NAME --set storefront.image=NAME"
fi
