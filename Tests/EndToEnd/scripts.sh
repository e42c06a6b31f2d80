#!/usr/bin/env bash
# run.sh and its parts, as far as they can be tried without changing the machine.
# shellcheck disable=SC2016
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

echo "the setup scripts"
for script in setup-local teardown-local setup-prod install setup-hosts-manager update-hosts; do
  expect 0 "$script.sh has a help page" bash "$copy/scripts/$script.sh" --help
  expect 2 "and refuses an unknown option" bash "$copy/scripts/$script.sh" --nonsense
done

# Stand-ins for what changes a machine. Each call is noted; the one whose number is in KILL_AT ends the script.
stands=$WORLD/stands calls=$WORLD/calls machine_root=$WORLD/machine
mkdir "$stands"
stand_in() { # stand_in NAME BODY
  cat >"$stands/$1" <<S
#!/bin/bash
echo "$1 \$*" >>"$calls"
if [ "\$(wc -l <"$calls")" = "\${KILL_AT:-0}" ]; then kill -9 "\$SCRIPT"; fi
$2
S
  chmod +x "$stands/$1"
}
stand_in docker "[ \"\$1\" != inspect ] || echo true"
stand_in kind "case \"\$1 \$2\" in
  'get clusters') [ ! -e $WORLD/cluster ] || echo store-platform; echo others ;;
  'create cluster') cp \"\${!#}\" $WORLD/cluster ;;
  'delete cluster') rm $WORLD/cluster ;;
esac"
# history is Helm's last revision of cert-manager: what it says, until an installation of it succeeds.
stand_in helm "case \$1 in
  version) echo v4.3.1 ;;
  history) [ ! -e $WORLD/history ] || cat $WORLD/history ;;
  upgrade) [[ \$* != *cert-manager* ]] || echo '[{\"revision\":1,\"status\":\"deployed\",\"chart\":\"cert-manager-v1.21.1\"}]' >$WORLD/history ;;
esac"
stand_in curl "case \"\$*\" in *127.0.0.1:8000/api/v1/health) [ ! -e $WORLD/silent ] ;; *) echo 404 ;; esac"
stand_in ss ''
stand_in getent "case \$1 in group) grep -qsx \"\$2\" $WORLD/groups ;; passwd) grep -qsx \"\$2\" $WORLD/users ;; ahosts) echo 203.0.113.9 STREAM ;; esac"
stand_in groupadd "echo \"\${!#}\" >>$WORLD/groups"
stand_in useradd "echo \"\${!#}\" >>$WORLD/users"
stand_in usermod "echo \"\$*\" >>$WORLD/memberships"
stand_in id "case \$1 in -u) echo 0 ;; *) ! grep -qs \"urumi \$2\$\" $WORLD/memberships || echo \$2 urumi ;; esac"
stand_in systemctl ''
# What the cluster has is a file each: clusterissuers, helmchartconfigs, ...
stand_in k3s "
[ ! -e $WORLD/refuses ] || exit 1
case \"\$*\" in
  *' get helmcharts.'*) [ ! -e $WORLD/no-traefik ] ;;
  *' get '*) for kind in crd clusterissuers deployments helmchartconfigs; do
      if [[ \"\$*\" == *\" \$kind\"* && -e $WORLD/has/\$kind ]]; then echo \$kind/it; fi
    done ;;
  *' apply '*) kind=\$(sed -n 's/^kind: \(.*\)/\L\1s/p' \"\${!#}\"); cp \"\${!#}\" $WORLD/has/\$kind ;;
  *' delete secret '*) rm $WORLD/history ;;
esac"
stand_in urumi "case \$1 in --version) echo 0.0.0 ;; *) echo 'SUBCOMMANDS:'; echo '  list   .lists'; esac"
cp "$stands/urumi" "$stands/urumi-server"
cp -rL "$REPOSITORY/helm" "$REPOSITORY/themes" "$copy/"
with_stands() { # with_stands SCRIPT ARGUMENTS...
  local script=$1
  shift
  env -u HELM_BINARY PATH="$stands:$PATH" bash -c 'export SCRIPT=$$; exec bash "$@"' _ "$copy/scripts/$script" "$@"
}
called() { grep -q -- "$1" "$calls"; }
never_called() { ! grep -q -- "$1" "$calls"; }
forget() { : >"$calls"; }

echo "setup-local.sh"
forget
expect 0 "says what it would do" with_stands setup-local.sh --dry-run --http-port 8080
says "the cluster, by its image's digest" 'kind create cluster --image kindest/node:v1.*@sha256:'
says "the port that was asked for" 'containerPort: 80, hostPort: 8080, listenAddress: "127.0.0.1"'
says "Traefik, by its version" 'upgrade --install traefik .*--version 41'
says "a shop whose links have the port" 'create shop .*--setting PUBLIC_PORT=8080 --wait, then open http://shop.localhost:8080/shop/'
check "and does nothing" never_called 'create\|upgrade'
forget
expect 0 "makes the cluster" with_stands setup-local.sh
says "says what comes next" '^Next:'
check "with Traefik in it" called '^helm upgrade --install traefik .*--kube-context kind-store-platform'
check "its configuration maps both ports" grep -q 'hostPort: 443' "$WORLD/cluster"
forget
expect 0 "a second run" with_stands setup-local.sh
says "finds it there" 'there already'
check "and makes no other" never_called 'kind create'
forget
expect 2 "takes no port that isn't one" with_stands setup-local.sh --http-port 80a
stand_in docker 'exit 1'
expect 1 "says when Docker doesn't answer" env KIND_EXPERIMENTAL_PROVIDER=docker PATH="$stands:$PATH" bash "$copy/scripts/setup-local.sh" --yes
says "and how to mend it" 'systemctl start docker'
stand_in docker ''

echo "teardown-local.sh"
forget
expect 1 "asks before it deletes" setsid -w env PATH="$stands:$PATH" bash "$copy/scripts/teardown-local.sh"
check "and deletes nothing unasked" test -e "$WORLD/cluster"
expect 0 "says what it would do" with_stands teardown-local.sh --dry-run
check "and doesn't" test -e "$WORLD/cluster"
expect 0 "deletes with --yes" with_stands teardown-local.sh --yes
check "that cluster alone" called '^kind delete cluster --name store-platform$'
expect 0 "a second time there's nothing to do" with_stands teardown-local.sh --yes
stand_in ss "echo 'LISTEN 0 128 *:80 *:* users:((\"nginx\",pid=1,fd=3))'"
expect 1 "setup-local.sh names who has its port" with_stands setup-local.sh --yes
says "and another way" 'taken by nginx.*--http-port'
stand_in ss ''

echo "setup-prod.sh"
cat >"$WORLD/k3s-install" <<S
mkdir -p "$machine_root/etc/systemd/system" "$machine_root/etc/rancher/k3s"
[ "\$INSTALL_K3S_SKIP_DOWNLOAD" = true ] && touch "$machine_root/etc/systemd/system/k3s.service"
install -m 640 /dev/null "$machine_root/etc/rancher/k3s/k3s.yaml" # as its configuration says
S
echo ada >"$WORLD/users"
prod() {
  with_stands setup-prod.sh --root "$machine_root" --k3s-binary "$stands/k3s" --k3s-script "$WORLD/k3s-install" \
    --binary-from "$stands" "$@"
}
fresh_machine() {
  rm -rf "$machine_root" "$WORLD/groups" "$WORLD/memberships" "$WORLD/has" "$WORLD/history" "$WORLD/no-traefik"
  echo ada >"$WORLD/users"
  mkdir "$machine_root" "$WORLD/has"
  forget
}
fresh_machine
everything=(--yes --admin ada --domain shops.example.org --cert-manager ops@example.org)
expect 0 "says what it would do" prod --dry-run "${everything[@]}"
says "the account" 'useradd --system --gid urumi'
says "the shared state" 'install -d -m 2770.*/var/lib/urumi'
says "the service" 'systemctl enable urumi'
says "the issuer" 'email: ops@example.org'
says "the redirect to https" 'redirections.entryPoint.to=:443'
check "and does nothing" test -z "$(ls "$machine_root")"
expect 2 "takes no address that isn't one" prod --cert-manager 'a b' --dry-run
expect 2 "takes no domain that isn't one" prod --domain 'a;b' --dry-run
expect 1 "knows no user that isn't there" prod --dry-run --admin nobody-here
state_of_machine() { # without what the clock says
  (cd "$machine_root" && find . -printf '%p %m %y\n' | sort && find . -type f -exec sha256sum {} + | sort -k 2)
}
fresh_machine
expect 0 "sets a machine up" prod "${everything[@]}"
says "says what comes next" '^Next:'
says "and that the name leads elsewhere" 'leads to 203.0.113.9'
mode() { stat -c %a "$machine_root$1"; }
check "state for a group" test "$(mode /var/lib/urumi) $(mode /var/lib/urumi/urumi.db-state)" = '2770 2770'
check "settings for the group to read" test "$(mode /etc/urumi/urumi.env)" = 640
check "with the domain" grep -qx 'BASE_DOMAIN=shops.example.org' "$machine_root/etc/urumi/urumi.env"
check "and the issuer" grep -qx 'TLS_ISSUER=letsencrypt' "$machine_root/etc/urumi/urumi.env"
check "the kubeconfig for the group" test "$(mode /etc/rancher/k3s/k3s.yaml)" = 640
check "the unit" grep -q '^ExecStart=/usr/local/bin/urumi serve' "$machine_root/usr/local/lib/systemd/system/urumi.service"
check "urumi and its charts" test -e "$machine_root/usr/local/share/urumi/helm/woocommerce/Chart.yaml"
check "the administrator" called '^usermod -aG urumi ada$'
check "cert-manager" called '^helm upgrade --install cert-manager'
check "its issuer, for Traefik" grep -q 'ingressClassName: traefik' "$WORLD/has/clusterissuers"
check "http redirected to https" test -e "$WORLD/has/helmchartconfigs"
check "the service asked whether it answers" called '^curl .*/api/v1/health'
printf 'MAX_STORES=50\n' >>"$machine_root/etc/urumi/urumi.env"
state_of_machine >"$WORLD/complete"
count=$(wc -l <"$calls")
forget
expect 0 "a second run" prod "${everything[@]}"
check "changes nothing, what was added by hand included" test "$(state_of_machine)" = "$(cat "$WORLD/complete")"
check "and makes no second account" never_called 'useradd\|groupadd\|usermod'
check "and touches nothing in the cluster" never_called 'helm upgrade\|apply\|delete'
sed -i 's/v1.21.1/v1.15.0/; s/deployed/failed/' "$WORLD/history"
forget
expect 0 "a third, with a cert-manager of another version" prod "${everything[@]}"
check "which is left alone, whatever became of it" never_called 'helm upgrade'
for status in failed pending-install; do
  echo "[{\"revision\":1,\"status\":\"$status\",\"chart\":\"cert-manager-v1.21.1\"}]" >"$WORLD/history"
  touch "$WORLD/has/crd"
  forget
  expect 0 "one of its own that is $status" prod "${everything[@]}"
  check "is begun anew" called '^helm upgrade --install cert-manager'
done
rm "$WORLD/history" "$WORLD/has/crd"
echo theirs >"$WORLD/has/clusterissuers"
echo theirs >"$WORLD/has/helmchartconfigs"
for kind in crd deployments; do
  touch "$WORLD/has/$kind"
  forget
  expect 0 "one that Helm doesn't know, by its $kind" prod "${everything[@]}"
  says "is told" 'cert-manager is there already'
  says "as is its issuer" 'ClusterIssuer letsencrypt is there already'
  check "and all of it left alone" never_called 'helm upgrade\|apply\|delete'
  rm "$WORLD/has/$kind"
done
touch "$WORLD/no-traefik"
forget
expect 0 "a k3s without Traefik" prod "${everything[@]}"
says "is told to need a controller" 'deploys no Traefik.*'
check "and not waited for" never_called 'wait.*traefik'
rm "$WORLD/no-traefik"
expect 0 "another domain" prod --yes --domain other.example.org
check "takes the place of the first" grep -qx 'BASE_DOMAIN=other.example.org' "$machine_root/etc/urumi/urumi.env"
check "and leaves the rest" grep -qx 'MAX_STORES=50' "$machine_root/etc/urumi/urumi.env"
sed -i '/MAX_STORES/d' "$WORLD/complete"
wrong=0 kills=0
for at in $(seq 1 3 "$count"); do
  fresh_machine
  # The pipe ends once what the killed script had started is gone too.
  (KILL_AT=$at prod "${everything[@]}"; true) 2>&1 | cat >/dev/null
  kills=$((kills + 1))
  prod "${everything[@]}" >/dev/null 2>&1 || wrong=$((wrong + 1))
  # The settings differ by what was added by hand above.
  diff <(state_of_machine | grep -v urumi.env) <(grep -v urumi.env "$WORLD/complete") >/dev/null || wrong=$((wrong + 1))
  grep -qx 'TLS_ISSUER=letsencrypt' "$machine_root/etc/urumi/urumi.env" || wrong=$((wrong + 1))
done
check "killed at $kills places, the next run completes it" test "$wrong" = 0
# shellcheck disable=SC1091
silent() {
  bash -c 'copy=$1; for part in common packages helm system k3s server; do . "$copy/scripts/lib/$part.sh"; done
    DESTDIR=$2; soon() { shift; "$@"; }; start_service' _ "$copy" "$machine_root"
}
touch "$WORLD/silent"
PATH=$stands:$PATH expect 1 "a service that doesn't answer" silent
says "is told, with where to look" 'api/v1/health; see journalctl -u urumi'
rm "$WORLD/silent"
stand_in curl 'exit 6'
rm -rf "$machine_root/etc/systemd"
expect 1 "says when k3s can't be fetched" with_stands setup-prod.sh --root "$machine_root" --yes
says "and the way out" '--k3s-binary'
stand_in curl 'echo 404'
if command -v systemd-analyze >/dev/null && bash -c '. "$1"; unit_text /usr/local/bin' _ "$copy/scripts/lib/unit.sh" |
  sed 's#^ExecStart=.*#ExecStart=/bin/true#; /^Documentation/d' >"$WORLD/urumi.service"; then
  check "systemd finds nothing wrong with the unit" test -z "$(systemd-analyze verify "$WORLD/urumi.service" 2>&1 | grep urumi.service)"
fi

echo "install.sh"
if [ -x "$PROGRAMS/urumi" ] && [ -x "$PROGRAMS/urumi-server" ]; then binaries=$PROGRAMS; else binaries=$stands; fi
prefix=$WORLD/prefix
into_prefix() { bash "$copy/scripts/install.sh" --prefix "$prefix" --binary-from "$binaries" "$@"; }
expect 0 "says what it would do" into_prefix --dry-run
check "and doesn't" test ! -e "$prefix"
expect 0 "installs" into_prefix
for file in bin/urumi bin/urumi-server share/man/man1/urumi.1 share/bash-completion/completions/urumi \
  share/zsh/site-functions/_urumi share/fish/vendor_completions.d/urumi.fish lib/systemd/system/urumi.service \
  share/urumi/helm/woocommerce/Chart.yaml share/urumi/themes/midnight.toml; do
  check "$file" test -s "$prefix/$file"
done
check "the manual page has every command" grep -q '^.SS urumi list' "$prefix/share/man/man1/urumi.1"
if [ "$binaries" = "$PROGRAMS" ]; then
  expect 0 "the installed urumi runs" "$prefix/bin/urumi" --version
  expect 0 "and finds its themes" "$prefix/bin/urumi" themes
  check "in its own share" grep -q "$prefix/share/urumi/themes" "$WORLD/stdout"
  check "bash takes the completions" bash -n "$prefix/share/bash-completion/completions/urumi"
fi
(cd "$prefix" && find . -type f -exec stat -c '%n %Y' {} + | sort) >"$WORLD/installed"
touch "$prefix/share/urumi/helm/stale"
mkdir "$prefix/share/urumi.new" # as an interrupted run leaves it
expect 0 "a second run" into_prefix
check "takes away what a former version had" test ! -e "$prefix/share/urumi/helm/stale"
check "and leaves nothing half-made" test -z "$(find "$prefix" -name '*.new' -o -name '*.old')"
check "and writes no program again" bash -c 'cd "$1" && stat -c "%n %Y" ./bin/urumi | grep -qxFf - "$2"' _ "$prefix" "$WORLD/installed"
with_umask() { (umask "$1" && shift && "$@"); }
rm -rf "$prefix"
expect 0 "whatever the umask" with_umask 077 into_prefix
check "all may read it" test -z "$(find "$prefix" '(' -type f -not -perm -a=r -o -type d -not -perm -a=rx ')' -print)"
stand_in systemctl "case \"\$*\" in *FragmentPath*) echo $prefix/lib/systemd/system/urumi.service ;; *MainPID*) echo 0 ;; esac"
updates() { with_stands install.sh --prefix "$prefix" --binary-from "$binaries"; }
forget
expect 0 "where its service is set up" updates
check "nothing new is no reason for a restart" never_called 'restart'
touch "$prefix/share/urumi/helm/stale"
forget
expect 0 "an update" updates
check "is told to systemd" called '^systemctl daemon-reload$'
check "and to a service that runs" called '^systemctl try-restart urumi$'
stand_in systemctl ''
touch "$prefix/share/urumi/helm/stale"
forget
expect 0 "an update beside another urumi" updates
check "restarts nothing" never_called 'restart'
expect 0 "honours DESTDIR" env DESTDIR="$WORLD/package" bash "$copy/scripts/install.sh" --prefix /usr --binary-from "$binaries"
check "with the unit for the prefix" grep -q '^ExecStart=/usr/bin/urumi' "$WORLD/package/usr/lib/systemd/system/urumi.service"
expect 1 "says when a program is missing" bash "$copy/scripts/install.sh" --prefix "$prefix" --binary-from "$WORLD/site"
expect 0 "uninstalls" into_prefix --uninstall
check "all of it" test -z "$(find "$prefix" -type f)"

echo "Kind is verified"
kind_site() { (cd "$site/v0.33.0" && sha256sum "kind-linux-$machine" >"kind-linux-$machine.sha256sum"); }
mkdir -p "$site/v0.33.0" && echo kind >"$site/v0.33.0/kind-linux-$machine" && kind_site
fetch_kind() {
  bash -c 'set -u; copy=$1; site=$2; shift 2
    for part in common packages helm system kind; do . "$copy/scripts/lib/$part.sh"; done
    KIND_SITE=file://$site KIND_WANTED=yes; install_kind' _ "$copy" "$site"
}
expect 0 "a Kind with the right checksum is placed" fetch_kind
check "where the scripts find it" test -x "$copy/.tools/bin/kind"
rm -rf "$copy/.tools"
echo more >>"$site/v0.33.0/kind-linux-$machine"
expect 1 "one with a wrong checksum is refused" fetch_kind
check "and nothing of it stays" test ! -e "$copy/.tools/bin/kind"

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
