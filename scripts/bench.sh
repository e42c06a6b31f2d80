#!/usr/bin/env bash
# Measures the release build and prints each figure beside its goal.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case ${1:-} in
  --help | -h)
    cat <<'U'
usage: scripts/bench.sh [--quick] [--only WORD]

Builds release if need be, and measures: start, first paint, keys, idling, memory at 10 and 1,000 stores,
create until ready beside a bare helm, claims a second, the longest wait of four writers, rescues of killed
workers' jobs. Medians of alternating runs; about 8 minutes, or with --quick about 3. --only measures what has WORD in its name. Uses demo clusters of its own.
U
    exit
    ;;
esac
"$here/run.sh" --build-only
root=$(cd "$here/.." && pwd)
PATH=$root/.build/release:$root/.tools/bin:$PATH
export PATH PYTHONDONTWRITEBYTECODE=1
PYTHONPATH=$root/Tests/EndToEnd exec python3 "$here/lib/bench.py" "$root" "$@"
