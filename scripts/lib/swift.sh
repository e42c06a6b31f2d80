# shellcheck shell=bash disable=SC2034
# The Swift toolchain: found on PATH, else fetched from swift.org and verified by its signature.

SWIFT_MINIMUM=6.2
SWIFT_VERSION=6.3.1
SWIFT_SITE=https://download.swift.org
SWIFT_KEYS=https://www.swift.org/keys/all-keys.asc
SWIFT_SIGNER=52BB7E3DE28A71BE22EC05FFEF80A866B47A981F # Swift 6.x Release Signing Key
SWIFT_WANTED=no

swift_found() {
  local version
  command -v swift >/dev/null || return 1
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1) || true
  [ -n "$version" ] && at_least "$version" "$SWIFT_MINIMUM"
}

# swift.org's name for this distribution, or for the nearest one that it builds for.
swift_platform() {
  local id version machine
  id=$(. /etc/os-release && echo "${ID:-} ${ID_LIKE:-}")
  version=$(. /etc/os-release && echo "${VERSION_ID:-0}")
  case $id in
    ubuntu*) if at_least "$version" 24.04; then id=ubuntu24.04; else id=ubuntu22.04; fi ;;
    debian*) id=debian12 ;;
    *ubuntu*) id=ubuntu24.04 ;;
    *) id=debian12 ;;
  esac
  machine=$(uname -m)
  case $machine in
    x86_64) echo "$id" ;;
    aarch64) echo "$id-aarch64" ;;
    *) fail "swift.org has no toolchain for $machine; install Swift $SWIFT_MINIMUM or newer yourself" ;;
  esac
}

plan_swift() {
  if swift_found; then return 0; fi
  SWIFT_WANTED=yes
  PLAN+=("Swift $SWIFT_VERSION for $(swift_platform), from swift.org, signature verified (about 1 GB, into .tools/swift)")
  want_packages "${SWIFT_PACKAGES[@]}"
}

# verify_swift ARCHIVE SIGNATURE KEYS: whether swift.org's release key, and no other, signed it.
verify_swift() {
  local home status
  home=$(mktemp -d)
  gpg --homedir "$home" --batch --quiet --import "$3" 2>/dev/null
  status=$(gpg --homedir "$home" --batch --status-fd 1 --verify "$2" "$1" 2>/dev/null)
  rm -rf "$home"
  grep -q "^\[GNUPG:\] VALIDSIG .*$SWIFT_SIGNER\$" <<<"$status"
}

install_swift() {
  local platform url folder
  [ "$SWIFT_WANTED" = yes ] || return 0
  platform=$(swift_platform)
  url=$SWIFT_SITE/swift-$SWIFT_VERSION-release/${platform//./}/swift-$SWIFT_VERSION-RELEASE
  url=$url/swift-$SWIFT_VERSION-RELEASE-$platform.tar.gz
  if [ "$DRY_RUN" = yes ]; then
    say "would fetch: $url"
    say "would verify: its signature, by key $SWIFT_SIGNER"
    return 0
  fi
  scratch && folder=$REPLY
  say "Fetching $url"
  { download "$SWIFT_KEYS" "$folder/keys" && download "$url.sig" "$folder/sig" &&
    download "$url" "$folder/swift"; } ||
    fail "Swift could not be fetched; install Swift $SWIFT_MINIMUM or newer (swift.org/install) and run this again"
  verify_swift "$folder/swift" "$folder/sig" "$folder/keys" ||
    fail "the signature of $url is not that of swift.org; nothing was installed"
  rm -rf "$TOOLS/swift.new" && mkdir -p "$TOOLS/swift.new"
  tar -xzf "$folder/swift" --strip-components=1 -C "$TOOLS/swift.new"
  rm -rf "$TOOLS/swift" "$folder" && mv "$TOOLS/swift.new" "$TOOLS/swift"
  swift_found || fail "the Swift that was fetched does not run here; see: swift --version"
}
