#!/usr/bin/env bash
# Brings the images that scripts/build-images.sh built to where a cluster finds them: Kind's nodes, or k3s.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/images.sh
. "$here/lib/images.sh"
trap clean_scratch EXIT

K3S_FOLDER=${K3S_FOLDER:-/var/lib/rancher/k3s}

usage() {
  cat <<'U'
usage: scripts/load-images.sh [backend|storefront|urumi|all]... [--kind [NAME] | --k3s] [--tag TAG] [--tool TOOL] [--dry-run]

Brings the images of scripts/build-images.sh into a cluster. Loading one again changes nothing.

  backend, storefront, urumi, all   which; those of the three that are built, unless said
  --kind [NAME]   into the nodes of this Kind cluster; store-platform unless said
  --k3s           into the k3s of this machine, where they also stay after a restart of it
                  Without either: Kind where that cluster runs, else k3s where it's installed.
  --tag TAG       another tag than the charts'
  --tool TOOL     which tool holds them: docker, podman, nerdctl or buildah
  --dry-run       only say what would be done
  --help          this page
U
}
wrong() {
  say "load-images.sh: $*"
  usage >&2
  exit 2
}

words=() tag='' tool='' target='' cluster=store-platform
while [ $# -gt 0 ]; do
  case $1 in
    backend | storefront | urumi | all) words+=("$1") ;;
    --kind)
      [ "$target" != k3s ] || wrong "--kind and --k3s exclude each other"
      target=kind
      case ${2:-} in
        '' | -* | backend | storefront | urumi | all) ;;
        *)
          [[ $2 =~ ^[a-z0-9][a-z0-9.-]*$ ]] || wrong "$2 is no name of a Kind cluster"
          cluster=$2
          shift
          ;;
      esac
      ;;
    --k3s)
      [ "$target" != kind ] || wrong "--kind and --k3s exclude each other"
      target=k3s
      ;;
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

PATH=$TOOLS/bin:$PATH
choose_tool "$tool"

kind_runs() { command -v kind >/dev/null && grep -qxF "$cluster" <<<"$(kind get clusters 2>/dev/null)"; }
if [ "$TOOL" = podman ] || [ "$TOOL" = nerdctl ]; then export KIND_EXPERIMENTAL_PROVIDER=$TOOL; fi
case $target in
  kind)
    command -v kind >/dev/null || fail "there is no kind on this machine; scripts/setup-local.sh fetches it"
    kind_runs || fail "there is no Kind cluster $cluster; scripts/setup-local.sh makes store-platform"
    ;;
  k3s)
    command -v k3s >/dev/null || [ -d "$K3S_FOLDER" ] ||
      fail "there is no k3s on this machine; scripts/setup-prod.sh installs it"
    ;;
  *)
    if kind_runs; then
      target=kind
    elif command -v k3s >/dev/null || [ -d "$K3S_FOLDER" ]; then
      target=k3s
    else
      fail "neither the Kind cluster $cluster nor k3s is here; scripts/setup-local.sh or scripts/setup-prod.sh first"
    fi
    ;;
esac

images=()
if [ "${#words[@]}" = 0 ]; then
  for part in "${PARTS[@]}"; do
    name=$(named "$part" "$tag")
    if has_image "$name"; then images+=("$name"); fi
  done
  [ "${#images[@]}" -gt 0 ] || fail "$TOOL holds none of the images; scripts/build-images.sh${tag:+ --tag $tag} first"
else
  parts_of "${words[@]}"
  for part in "${PARTS_WANTED[@]}"; do
    name=$(named "$part" "$tag")
    has_image "$name" || fail "$TOOL holds no $name; scripts/build-images.sh $part${tag:+ --tag $tag} first"
    images+=("$name")
  done
fi

scratch && folder=$REPLY

load_kind() { # load_kind ARCHIVE: into every node, as an archive: loading by name fails with Docker 29's image store
  act kind load image-archive "$1" --name "$cluster" || fail "kind could not load ${1##*/}"
}

load_k3s() { # load_k3s ARCHIVE: now, where k3s runs; and at each start of it
  local place=$K3S_FOLDER/agent/images
  as_root mkdir -p "$place"
  if ! { as_root cp "$1" "$place/.${1##*/}.new" && as_root mv -f "$place/.${1##*/}.new" "$place/${1##*/}"; }; then
    fail "$place can't be written"
  fi
  if command -v k3s >/dev/null && as_root k3s ctr version >/dev/null 2>&1; then
    as_root k3s ctr images import "$place/${1##*/}" >&2 || fail "k3s could not import ${1##*/}"
  else
    say "k3s does not run: it takes the archive in when it starts."
  fi
}

for name in "${images[@]}"; do
  archive=${name##*/}
  archive=$folder/urumi-${archive/:/-}.tar
  say "Loading $name"
  save_image "$name" "$archive" || fail "$name could not be saved; is there room in ${TMPDIR:-/tmp}?"
  "load_$target" "$archive"
  rm -f "$archive"
done

say
if [ "$DRY_RUN" = yes ]; then
  say "Nothing was loaded."
elif [ "$target" = kind ]; then
  say "The nodes of the Kind cluster $cluster have: ${images[*]}"
else
  say "k3s has: ${images[*]}"
fi
say "Next: urumi create NAME --engine medusa --wait"
