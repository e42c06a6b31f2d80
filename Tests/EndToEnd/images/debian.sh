# shellcheck shell=bash
# Images made of Debian packages: unpacked, never installed, so no maintainer script runs.

IMAGE_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/urumi-tests
ALWAYS=(base-files base-passwd bash dash coreutils sed grep gawk findutils util-linux tar gzip libc-bin procps)

packages_to() { # packages_to FOLDER PACKAGE...: their archives, and those of all that they depend on
  local folder=$1
  shift
  mkdir -p "$folder/partial"
  : >"$folder/status"
  apt-get -qq -y --download-only --no-install-recommends -o Dir::State::status="$folder/status" \
    -o Dir::Cache::archives="$folder" -o Debug::NoLocking=1 -o APT::Sandbox::User=root install "${ALWAYS[@]}" "$@"
}

# debian_root NAME PACKAGE...: a root folder with the packages in REPLY; made once, unless the list changes.
debian_root() {
  local folder=$IMAGE_CACHE/$1 key deb
  shift
  REPLY=$folder/root
  key=$({ declare -f debian_root && printf '%s\n' "${ALWAYS[@]}" "$@"; } | sha256sum)
  if [ "$(cat "$folder/key" 2>/dev/null)" = "$key" ]; then return; fi
  rm -rf "$folder"
  mkdir -p "$folder/root"/{usr/{bin,sbin,lib,lib64},run,var}
  packages_to "$folder/debs" "$@" >&2 2>/dev/null || { apt-get -qq update >&2 && packages_to "$folder/debs" "$@" >&2; } || return
  for deb in bin sbin lib lib64; do ln -s "usr/$deb" "$folder/root/$deb"; done
  ln -s /run "$folder/root/var/run"
  ln -s /run/lock "$folder/root/var/lock"
  for deb in "$folder"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$folder/root" || return
  done
  rm -rf "$folder/debs"
  mkdir -p "$folder/root"/{tmp,proc,sys,dev,var/tmp}
  chmod 1777 "$folder/root/tmp" "$folder/root/var/tmp"
  cp "$folder/root/usr/share/base-passwd/passwd.master" "$folder/root/etc/passwd"
  cp "$folder/root/usr/share/base-passwd/group.master" "$folder/root/etc/group"
  [ -e "$folder/root/etc/nsswitch.conf" ] || echo 'hosts: files dns' >"$folder/root/etc/nsswitch.conf"
  rm -rf "$folder/root/usr/share"/{doc,man,locale,info}
  echo "$key" >"$folder/key"
}

# pack_image ROOT ARCHIVE NAME[,NAME...] COMMAND...: writes the archive where something is new.
pack_image() {
  local root=$1 archive=$2 key
  key=$(echo "${@:3}" && cat "${root%/root}/key" && find "$root" -newer "${root%/root}/key" -type f -exec sha256sum {} + | sort && find "$root" | sort)
  key=$(sha256sum <<<"$key")
  if [ -e "$archive" ] && [ "$(cat "$archive.key" 2>/dev/null)" = "$key" ]; then return; fi
  python3 "$REAL_CLUSTER_IMAGES/pack.py" "$root" "$archive" "${@:3}" || return
  echo "$key" >"$archive.key"
}
