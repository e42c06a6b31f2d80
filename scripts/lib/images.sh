# shellcheck shell=bash disable=SC2034
# The images that this repository builds itself: their names, and the program that builds them.

PARTS=(backend storefront urumi)

# image_of PART: the name that the chart's values give it, tag and all.
image_of() {
  local values=$ROOT/helm/medusa/values.yaml path
  case $1 in
    backend | storefront) path=$1.image ;;
    urumi) values=$ROOT/helm/platform/values.yaml path=image ;;
  esac
  [ -r "$values" ] || return 1
  awk -v path="$path" '
    /^[A-Za-z]/ { split($0, words, ":"); section = words[1] }
    path == "image" && /^image: / { print $2; exit }
    path == section ".image" && /^  image: / { print $2; exit }' "$values"
}

# named PART TAG: the same with another tag, where one is given.
named() {
  local name
  name=$(image_of "$1") || name=''
  [ -n "$name" ] || fail "helm/ names no image for $1"
  if [ -n "$2" ]; then name=${name%:*}:$2; fi
  echo "$name"
}

# parts_of WORD...: the parts that the words mean, in PARTS_WANTED.
parts_of() {
  local word
  PARTS_WANTED=()
  for word; do
    case $word in
      all) PARTS_WANTED+=("${PARTS[@]}") ;;
      *) PARTS_WANTED+=("$word") ;;
    esac
  done
  mapfile -t PARTS_WANTED < <(printf '%s\n' "${PARTS_WANTED[@]}" | awk '!seen[$0]++')
}

TOOLS_KNOWN=(docker podman nerdctl buildah)

tool_known() { [[ " ${TOOLS_KNOWN[*]} " == *" $1 "* ]]; }

# tool_works TOOL: whether it is there and reaches what it works with.
tool_works() { command -v "$1" >/dev/null && "$1" info >/dev/null 2>&1; }

# find_tool: into TOOL, the first that works.
find_tool() {
  for TOOL in "${TOOLS_KNOWN[@]}"; do
    if tool_works "$TOOL"; then return 0; fi
  done
  return 1
}

# choose_tool [NAME]: into TOOL, the one asked for or the first that works.
choose_tool() {
  TOOL=${1:-}
  if [ -n "$TOOL" ]; then
    command -v "$TOOL" >/dev/null || fail "there is no $TOOL on this machine"
    tool_works "$TOOL" || fail "$TOOL is there, but '$TOOL info' fails: start it, or join its group (id -nG tells yours)"
    return 0
  fi
  find_tool || fail "none of ${TOOLS_KNOWN[*]} works on this machine; install Docker (docs.docker.com/engine/install) or podman"
}

has_image() { # has_image NAME: whether TOOL holds it
  case $TOOL in
    buildah) buildah inspect --type image "$1" >/dev/null 2>&1 ;;
    *) "$TOOL" image inspect "$1" >/dev/null 2>&1 ;;
  esac
}

# The platform of the machine that runs them, in an image's terms.
image_platform() {
  case $(uname -m) in
    x86_64) echo linux/amd64 ;;
    aarch64 | arm64) echo linux/arm64 ;;
    *) echo "linux/$(uname -m)" ;;
  esac
}

# save_image NAME FILE: its archive. Docker 29 keeps several platforms in one image and would leave some half saved,
# so it's told which; before 28 it has no word for that, and needs none.
save_image() {
  case $TOOL in
    docker)
      if grep -q -- --platform <<<"$(docker save --help 2>/dev/null)"; then
        act docker save --platform "$(image_platform)" --output "$2" "$1"
      else
        act docker save --output "$2" "$1"
      fi
      ;;
    buildah) act buildah push --quiet "$1" "docker-archive:$2:$1" ;;
    *) act "$TOOL" save --output "$2" "$1" ;;
  esac
}
