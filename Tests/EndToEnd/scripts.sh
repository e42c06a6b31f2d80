#!/usr/bin/env bash
# run.sh and its parts, as far as they can be tried without changing the machine.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
world

echo "run.sh"
# A machine with little on it: the commands that run.sh itself uses, and no Swift, Helm or compiler.
bare=$WORLD/bare
mkdir "$bare"
for name in bash env dirname basename cat find sed sort head grep cut mktemp rm id nproc dpkg-query apt-cache uname \
  timeout; do
  ln -s "$(command -v "$name")" "$bare/$name"
done
# Its own checkout, so that nothing built or fetched here counts.
copy=$WORLD/checkout
mkdir "$copy"
cp -rL "$REPOSITORY/scripts" "$copy/scripts"
mkdir "$copy/Sources" && touch "$copy/Package.swift"
on_bare() { env -i HOME="$HOME" PATH="$bare" bash "$copy/scripts/run.sh" "$@"; }

expect 0 "says on a bare machine what it would do" on_bare --dry-run --demo
says "names the toolchain it would fetch" 'download.swift.org/swift-6.*-RELEASE-.*tar.gz'
says "names the key that must have signed it" 'EF80A866B47A981F'
says "names the Helm it would fetch" 'get.helm.sh/helm-v4'
says "says how it would build" 'swift build -c release'
says "says what it would start" 'urumi --demo'
expect 0 "leaves urumi's own options to urumi" on_bare --dry-run create shop --dry-run --yes
says "passes them through" 'would run: urumi create shop --dry-run --yes'
expect 0 "takes everything after -- as urumi's" on_bare --dry-run -- --help
says "passes --help through" 'would run: urumi --help'
expect 1 "installs nothing when nobody can be asked" setsid -w env -i HOME="$HOME" PATH="$bare" \
  bash "$copy/scripts/run.sh" --demo
says "names the way out" '--yes installs'
expect 0 "has a help page" bash "$copy/scripts/run.sh" --help
check "fetched nothing" test ! -e "$copy/.tools"

echo "test.sh"
expect 0 "lists its lanes" bash "$copy/scripts/test.sh" --list
expect 2 "refuses an unknown lane" bash "$copy/scripts/test.sh" --lane nonsense
expect 2 "refuses an unknown option" bash "$copy/scripts/test.sh" --nonsense
expect 0 "has a help page" bash "$copy/scripts/test.sh" --help
# shellcheck disable=SC1091
lanes() {
  . "$copy/scripts/lib/common.sh"
  . "$copy/scripts/lib/lanes.sh"
  local lane
  for lane in "${LANES[@]}"; do
    declare -F "lane_${lane//-/_}" >/dev/null && list_lanes | grep -q "^$lane " || return 1
  done
}
check "every lane is there and described" bash -c "copy=$copy; $(declare -f lanes); lanes"

echo "what is fetched is verified"
# parts FUNCTION ARGUMENTS...: in a shell of its own, with the libraries of the copy.
parts() {
  bash -c 'set -u; copy=$1; shift
    for part in common packages swift helm build; do . "$copy/scripts/lib/$part.sh"; done; "$@"' _ "$copy" "$@"
}
expect 0 "1.10 is newer than 1.9" parts at_least 1.10 1.9
expect 1 "3.9.4 is older than 3.17" parts at_least 3.9.4 3.17.0
expect 0 "the same version is new enough" parts at_least 3.17.0 3.17.0

if command -v gpg >/dev/null; then
  export GNUPGHOME=$WORLD/gnupg
  mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --trust-model always --passphrase '' --quick-gen-key signer@example.test ed25519 sign never 2>/dev/null
  gpg --batch --quiet --trust-model always --passphrase '' --quick-gen-key stranger@example.test ed25519 sign never 2>/dev/null
  signer=$(gpg --trust-model always --list-keys --with-colons signer@example.test | awk -F: '/^fpr/ { print $10; exit }')
  gpg --batch --quiet --armor --export >"$WORLD/keys"
  echo content >"$WORLD/archive"
  gpg --batch --quiet --trust-model always --local-user signer@example.test --output "$WORLD/good.sig" --detach-sign "$WORLD/archive"
  gpg --batch --quiet --trust-model always --local-user stranger@example.test --output "$WORLD/other.sig" --detach-sign "$WORLD/archive"
  gpgconf --kill all
  verify() { parts eval "SWIFT_SIGNER=$signer; verify_swift '$1' '$2' '$WORLD/keys'"; }
  expect 0 "a toolchain signed by the pinned key passes" verify "$WORLD/archive" "$WORLD/good.sig"
  expect 1 "one signed by another known key does not" verify "$WORLD/archive" "$WORLD/other.sig"
  echo changed >>"$WORLD/archive"
  expect 1 "a changed one does not" verify "$WORLD/archive" "$WORLD/good.sig"
fi

site=$WORLD/site
machine=$(parts machine)
mkdir -p "$site" "$WORLD/linux-$machine"
printf '#!/bin/sh\necho helm\n' >"$WORLD/linux-$machine/helm"
tar -czf "$site/helm-v9.9.9-linux-$machine.tar.gz" -C "$WORLD" "linux-$machine/helm"
(cd "$site" && sha256sum "helm-v9.9.9-linux-$machine.tar.gz" >"helm-v9.9.9-linux-$machine.tar.gz.sha256sum")
release() { parts eval "HELM_SITE=file://$site; release_helm 9.9.9 '$WORLD/fetched/helm'"; }
expect 0 "a Helm release with the right checksum is placed" release
expect 0 "it runs" "$WORLD/fetched/helm"
rm -rf "$WORLD/fetched"
echo more >>"$site/helm-v9.9.9-linux-$machine.tar.gz"
expect 1 "one with a wrong checksum is refused" release
check "and nothing of it stays" test ! -e "$WORLD/fetched/helm"

if [ -x "$PROGRAMS/urumi" ] && [ -d "$REPOSITORY/.build" ]; then
  echo "a second run"
  again() { HELM_BINARY=${HELM_BINARY:-${HELM4:-helm}} "$REPOSITORY/scripts/run.sh" --version; }
  run again # builds if need be
  start=$(date +%s%N)
  expect 0 "starts at once when all is up to date" again
  took=$((($(date +%s%N) - start) / 1000000))
  check "in less than 300 ms ($took ms)" test "$took" -lt 300
fi
results
