# shellcheck shell=bash
# The release build, and whether it is up to date.

RELEASE=$ROOT/.build/release
RELEASE_STAMP=$ROOT/.build/release-built-by
# Static: starts faster, takes less memory, and runs where no Swift is installed.
RELEASE_FLAGS=(-c release --static-swift-stdlib -Xlinker --gc-sections -Xlinker -s)

# Files and folders alike, so that a removed source counts too. The stamp holds the flags.
release_current() {
  [ -x "$RELEASE/urumi" ] && [ -x "$RELEASE/urumi-server" ] &&
    [ "$(cat "$RELEASE_STAMP" 2>/dev/null)" = "${RELEASE_FLAGS[*]}" ] &&
    [ -z "$(find -H "$ROOT/Package.swift" "$ROOT/Sources" -newer "$RELEASE_STAMP" -print -quit)" ]
}

# One job below 4 GB: the compiler takes more than 1 GB for the larger modules.
build_jobs() {
  local kilobytes
  kilobytes=$(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo)
  if [ "${kilobytes:-0}" -lt 4000000 ]; then echo 1; else nproc; fi
}

build_release() {
  if [ "$DRY_RUN" = yes ]; then
    say "would run: swift build ${RELEASE_FLAGS[*]} --jobs $(build_jobs)"
    return 0
  fi
  say "Building urumi (the first time takes some minutes)"
  mkdir -p "$ROOT/.build"
  echo "${RELEASE_FLAGS[*]}" >"$RELEASE_STAMP.new" # before the build: an edit during it must count as newer
  (cd "$ROOT" && swift build "${RELEASE_FLAGS[@]}" --jobs "$(build_jobs)") >&2 || fail "the build failed"
  mv "$RELEASE_STAMP.new" "$RELEASE_STAMP"
}
