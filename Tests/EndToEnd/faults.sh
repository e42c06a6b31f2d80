#!/usr/bin/env bash
# Faults of disk and files: nothing acknowledged is lost, what can't be written is refused with what to do
# about it, and a broken database is kept and made anew from the cluster.
# shellcheck disable=SC2031
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/demo.sh"
world
demo_up 60
export MAX_STORES=99
state=$XDG_STATE_HOME/urumi db=$XDG_STATE_HOME/urumi/urumi.db

sql() { python3 - "$1" "$2" <<'PY'
import sqlite3, sys
# One that isn't there isn't made.
db = sqlite3.connect("file:%s?mode=rw" % sys.argv[1], uri=True, timeout=20)
print(*["|".join(map(str, row)) for row in db.execute(sys.argv[2])], sep="\n")
PY
}
at_rest() { # nothing of urumi's has the database open, and its -wal file is merged
  stop_workers
  sql "$db" 'pragma wal_checkpoint(truncate)' >/dev/null
}
broken() { find "$state" -maxdepth 1 -name 'urumi.db.broken-*' ! -name '*-wal' ! -name '*-shm'; }
has_worker() { [ -n "$(pids_of_world 'urumi worker')" ]; }
# accepted COMMAND...: its job, if it was accepted
accepted() {
  run "$@"
  jq -r '.job // empty' <<<"$OUT" 2>/dev/null
}
are_known() { # are_known TITLE NAMES...
  local title=$1
  shift
  run u list -o json
  is_json "$title" "[.[].name] | contains($(jq -cn '$ARGS.positional' --args "$@"))"
}

echo "two stores"
expect 0 "one is made" u create one --engine woocommerce --wait
expect 0 "another" u create two --engine woocommerce --wait

# What was there before each fault is there after it, with its phase, and the broken file as it was.
damaged() { # damaged TITLE PYTHON [KEPT]: of the file `f`; KEPT is 0 where nothing is left to be kept
  local title=$1 sum='' before after
  at_rest
  rm -f "$(broken)"
  cp "$db" "$WORLD/whole.db"
  python3 - "$db" "$2" <<'PY'
import os, sys
with open(sys.argv[1], "r+b") as f:
    size = os.path.getsize(sys.argv[1])
    exec(sys.argv[2])
PY
  sum=$(sha256sum <"$db")
  run u list -o json
  [ "$CODE" = 0 ] || run u list -o json
  is_json "$title: the stores are back, in their phases" '[.[] | "\(.name) \(.status)"] | sort == ["one ready", "two ready"]'
  says "it is told" 'lost\|damaged\|taken in' || true
  if [ "${3:-1}" = 1 ]; then
    check "the broken file is kept as it was" test "$(sha256sum <"$(broken)")" = "$sum"
  else
    check "there was nothing to keep" test -z "$(broken)"
  fi
  run u audit -o json
  is_json "the audit trail tells of it" 'any(.[]; .action == "lose records") and any(.[]; .action == "rebuild records")'
}
echo "a broken database"
damaged "garbage" 'f.truncate(0); f.seek(0); f.write(b"Dear diary, this is no database. " * 50)'
damaged "a broken header" 'f.seek(0); f.write(b"\xff" * 64)'
damaged "cut short" 'f.truncate(size - 5000)'
damaged "of one page" 'f.truncate(4096)'
damaged "broken pages" '
for page in range(1, size // 4096):
    f.seek(page * 4096); f.write(b"\xee" * 512)'
damaged "of no length" 'f.truncate(0)' 0
echo "a database that is gone"
at_rest
rm "$db"
run u list -o json
is_json "the stores are back" '[.[].name] | sort == ["one", "two"]'
expect 0 "a rebuilt store can be deleted" u delete two --yes --wait
expect 0 "and its name used again" u create two --engine woocommerce --wait

echo "a -wal file that is gone"
at_rest
u worker >/dev/null 2>&1 &
sleep 0.5
job=$(accepted u create late --engine woocommerce --wait -o json)
check "a store is made" test -n "$job"
# shellcheck disable=SC2046
kill -KILL $(pids_of_world 'urumi worker') 2>/dev/null
within 10 no_workers
rm -f "$db-wal" "$db-shm"
are_known "what was in it is taken in from the cluster" one two late
expect 0 "is deleted" u delete late --yes --wait
echo "a -shm file that is gone"
stop_workers
rm -f "$db-shm"
are_known "is made anew" one two

echo "a -wal and a -shm file that are removed while a worker has them open"
at_rest
u worker >/dev/null 2>&1 &
within 20 has_worker
for parts in "-wal" "-shm" "-wal -shm"; do
  name=torn${parts// /}
  expect 0 "without $parts: a store is made" u create "$name" --engine woocommerce --wait
  for part in $parts; do rm -f "$db$part"; done
  are_known "it's still known" one two "$name"
  check "the worker goes on" has_worker
  expect 0 "and takes what comes" u delete "$name" --yes --wait
done
# shellcheck disable=SC2046
kill -KILL $(pids_of_world 'urumi worker') 2>/dev/null
within 10 no_workers
run u audit -o json --limit 500
is_json "nothing of it was lost" '([.[] | select(.store | startswith("torn")) | select(.outcome == "succeeded" and .job)] | length) == 6'

echo "a database that is removed while a worker has it open"
u worker >/dev/null 2>&1 &
within 20 has_worker
rm -f "$db" "$db-wal" "$db-shm"
touch "$state/wake"
rebuilt() { [ "$(sql "$db" "select count(*) from audit where action = 'rebuild records'")" = 1 ]; }
eventually "the worker itself takes the stores in again" rebuilt
are_known "all of them" one two
stop_workers

echo "a file that is swapped while it is in use"
at_rest
u worker >/dev/null 2>&1 &
within 20 has_worker
mv "$db" "$WORLD/away.db"
are_known "the others go over to the new one" one two
expect 0 "and a job that it has is done by the worker that had the old one open" u create swapped --engine woocommerce --wait
expect 0 "is deleted" u delete swapped --yes --wait
stop_workers

echo "a disk that is full"
if [ "$(id -u)" = 0 ] && mkdir -p "$WORLD/small" && mount -t tmpfs -o size=6m,mode=700 tmpfs "$WORLD/small" 2>/dev/null; then
  trap 'umount -l "$WORLD/small" 2>/dev/null; end_world' EXIT
  drop_small() {
    # shellcheck disable=SC2046
    kill -KILL $(pids_of_world 'urumi worker') 2>/dev/null
    within 10 no_workers
    umount -l "$WORLD/small"
  }
  on_small() { XDG_STATE_HOME=$WORLD/small "$@"; }
  expect 0 "its first store" on_small u create full --engine woocommerce --wait
  XDG_STATE_HOME=$WORLD/small stop_workers
  before=$(sql "$WORLD/small/urumi/urumi.db" 'select count(*) from jobs')
  dd if=/dev/zero of="$WORLD/small/filler" bs=1k 2>/dev/null
  taken=0
  for _ in 1 2 3; do
    run on_small u delete full --yes
    [ "$CODE" != 0 ] || taken=1
  done
  if [ "$taken" = 0 ]; then
    says "a refused one names the file and the mend" 'no space is left for .*urumi'
  fi
  rm "$WORLD/small/filler"
  after=$(sql "$WORLD/small/urumi/urumi.db" 'select count(*) from jobs')
  check "an action is either refused or recorded" test "$after" = "$((before + taken))"
  if [ "$taken" = 0 ]; then
    expect 0 "it goes on once there is room" on_small u delete full --yes --wait
  else
    gone() { ! k get namespace store-full; }
    eventually "it goes on once there is room" gone
  fi
  # Full in the middle of a job.
  job=$(XDG_STATE_HOME=$WORLD/small accepted u create middle --engine woocommerce -o json)
  dd if=/dev/zero of="$WORLD/small/filler" bs=1k 2>/dev/null
  sleep 2
  rm "$WORLD/small/filler"
  ended() { on_small u jobs -o json | holds ".[] | select(.id == \"$job\") | .state == \"succeeded\""; }
  eventually "a job outlives a disk that is full for a while" ended
  run on_small u delete middle --yes --wait
  echo "a file system that is read-only"
  # shellcheck disable=SC2046
  kill -KILL $(pids_of_world 'urumi worker') 2>/dev/null
  within 10 no_workers
  # The kernel may still be closing the files of who was killed.
  within 10 mount -o remount,ro "$WORLD/small" 2>/dev/null
  if touch "$WORLD/small/x" 2>/dev/null; then
    echo "  (it can't be made so here)"
  else
    expect 1 "an action is refused" on_small u create shop --engine woocommerce
    says "with the file and the mend" "small.*can't be written to; make"
    mount -o remount,rw "$WORLD/small"
    run on_small u list -o json
    is_json "and left nothing" 'length == 0'
  fi
  drop_small
else
  echo "  (a file system of its own takes root's rights)"
fi

echo "a limit on the size of files"
limited() { (ulimit -f "$1" && shift && exec urumi "$@"); }
before=$(sql "$db" 'select count(*) from jobs')
expect 1 "an action that can't be written is refused, and the program lives to say so" limited 1 create big --engine woocommerce
says "with the file" 'urumi'
check "and isn't recorded" test "$(sql "$db" 'select count(*) from jobs')" = "$before"

echo "writes that fail"
cat >"$WORLD/fail.c" <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>
/* Fails every write, or every sync, of the files whose path ends with FAIL_PATH. */
static int is_meant(int fd, const char *what) {
    const char *path = getenv("FAIL_PATH"), *op = getenv("FAIL_OP");
    char link[64], name[4096];
    if (!path || !op || strcmp(op, what)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, name, sizeof name - 1);
    if (n < 0) return 0;
    name[n] = 0;
    size_t have = strlen(name), want = strlen(path);
    return have >= want && !strcmp(name + have - want, path);
}
#define FAIL if (1) { errno = EIO; return -1; }
ssize_t pwrite64(int fd, const void *b, size_t n, off_t o) {
    static ssize_t (*real)(int, const void *, size_t, off_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    if (is_meant(fd, "write")) FAIL
    return real(fd, b, n, o);
}
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return pwrite64(fd, b, n, o); }
ssize_t write(int fd, const void *b, size_t n) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    if (is_meant(fd, "write")) FAIL
    return real(fd, b, n);
}
int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    if (is_meant(fd, "sync")) FAIL
    return real(fd);
}
int fsync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    if (is_meant(fd, "sync")) FAIL
    return real(fd);
}
C
if cc -shared -fPIC -o "$WORLD/fail.so" "$WORLD/fail.c" -ldl 2>"$WORLD/cc"; then
  failing() { LD_PRELOAD=$WORLD/fail.so FAIL_OP=$1 FAIL_PATH=$2 "${@:3}"; }
  for op in write sync; do
    before=$(sql "$db" 'select count(*) from jobs')
    expect 1 "a $op that fails refuses the action" failing "$op" urumi.db-wal urumi create "eio-$op" --engine woocommerce
    says "with the file and what to look at" 'urumi.db couldn.t be read or written'
    check "which isn't recorded" test "$(sql "$db" 'select count(*) from jobs')" = "$before"
  done
  are_known "nothing else was harmed" one two
else
  echo "  (there is no C compiler here)"
fi

echo "two versions at once"
at_rest
u worker >/dev/null 2>&1 &
within 20 has_worker
sleep 0.5
sql "$db" "insert into grdb_migrations (identifier) values ('9999-from-the-future') returning 1" >/dev/null
python3 - "$db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=20)
db.execute("insert or ignore into grdb_migrations (identifier) values ('9999-from-the-future')")
db.execute("create table tomorrow (x)")
db.commit()
PY
expect 1 "an older urumi refuses what a newer one has taken over" u create older --engine woocommerce
says "says so" 'newer'
python3 - "$db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=20)
db.execute("delete from grdb_migrations where identifier = '9999-from-the-future'")
db.execute("drop table tomorrow")
db.commit()
PY
stop_workers

echo "who may use it"
refused() { # refused TITLE MEND
  expect 1 "$1 is refused" u list
  says "with the mend" "$2"
}
chmod 755 "$state"
refused "a folder that others can read" 'chmod 700'
chmod 700 "$state"
chmod 644 "$db"
refused "a database that others can read" 'chmod 600'
chmod 600 "$db"
chmod 666 "$state/write.lock" 2>/dev/null
run u list
chmod 600 "$state/write.lock"
if [ "$(id -u)" = 0 ]; then
  chown nobody "$state"
  refused "somebody else's folder" 'chown\|run urumi as nobody'
  chown root "$state"
  chown nobody "$db"
  refused "somebody else's database" 'chown\|run urumi as nobody'
  chown root "$db"
fi
mv "$state" "$state-real" && ln -s "$state-real" "$state"
refused "a folder that is a symbolic link" 'symbolic link'
rm "$state" && mv "$state-real" "$state"
mv "$db" "$db-real" && ln -s "$db-real" "$db"
refused "a database that is one" 'symbolic link'
rm "$db" && mv "$db-real" "$db"
are_known "all is as it was" one two
check "no file is open to others" test -z "$(find "$state" ! -type l \( -perm /077 \) -not -path '*/demo*' -not -path '*/helm/*' -print -quit)"
for name in one two; do expect 0 "$name is deleted" u delete "$name" --yes --wait; done
results
