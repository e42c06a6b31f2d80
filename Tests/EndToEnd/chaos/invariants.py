"""What always holds, and what holds once nothing is under way."""
import collections
import os
import time

MOTION = ("queued", "provisioning", "upgrading", "deleting")
STUCK = 400  # seconds that a job may be active, its deadline and more


def check_running(world, acknowledged):
    """Violations while everything goes on: (what, job)."""
    rows = world.query("""
        SELECT s.name, s.phase, (SELECT count(*) FROM jobs j WHERE j.store_id = s.id
            AND j.state IN ('queued', 'running')) AS active
        FROM stores s WHERE s.closed_at IS NULL""")
    for row in rows:
        if row["phase"] in MOTION and row["active"] == 0:
            yield "store %s is %s, and no job is at it" % (row["name"], row["phase"]), None
        if row["active"] > 1:
            yield "store %s has %d active jobs" % (row["name"], row["active"]), None
    for row in world.active():
        age = time.time() - row["created_at"] / 1000
        if age > STUCK:
            yield "job %s (%s of %s) is active for over %d s" % (
                row["id"], row["kind"], row["store_name"], STUCK), row["id"]
    # Read in this order, as more is acknowledged all the while.
    said = list(acknowledged)
    known = {row["id"] for row in world.query("SELECT id FROM jobs")}
    for job in said:
        if job not in known:
            yield "lost: %s of `urumi %s`" % (job, acknowledged[job]), job


def check_at_rest(world, acknowledged, retried):
    """Violations once nothing runs: (what, job). A job that a user retried may have been done before."""
    jobs = world.jobs()
    for job in acknowledged:
        state = jobs[job]["state"] if job in jobs else "not recorded"
        if state not in ("succeeded", "failed", "cancelled"):
            yield "acknowledged but %s: %s of `urumi %s`" % (state, job, acknowledged[job]), job
    for job in jobs.values():
        if '"WorkersDied"' in (job["failure"] or ""):
            yield "given up as its workers died of it: %s of %s" % (job["kind"], job["store_name"]), job["id"]
    stores = world.query("SELECT * FROM stores WHERE closed_at IS NULL")
    namespaces = world.namespaces()
    releases = world.releases()
    known = {store["id"]: store for store in stores}
    newest = {}
    for row in sorted(jobs.values(), key=lambda row: row["seq"]):
        newest[row["store_id"]] = row["id"]

    # Nothing orphaned.
    for name, metadata in namespaces.items():
        store = known.get(metadata["labels"]["urumi.dev/store"])
        if store is None:
            yield "namespace %s has no record" % name, newest.get(metadata["labels"]["urumi.dev/store"])
        elif store["namespace"] != name:
            yield "namespace %s is recorded as %s" % (name, store["namespace"]), None
    for store in stores:
        if store["phase"] in ("ready", "archived") and store["namespace"] not in namespaces:
            yield "store %s is %s without a namespace" % (store["name"], store["phase"]), newest.get(store["id"])
        if store["phase"] in MOTION:
            yield "store %s is %s at rest" % (store["name"], store["phase"]), newest.get(store["id"])
    folder = world.state + "/locks"
    for name in os.listdir(folder):
        if name[:36] not in known and name[:36] in world.holders():
            yield "a lock of a store that is gone is held: %s" % name, None

    # Nothing pending, nothing doubled.
    histories = collections.defaultdict(list)
    for release in releases:
        histories[release["namespace"]].append(release)
    for namespace, history in histories.items():
        for revision in history:
            if revision["status"].startswith("pending-") or revision["status"] == "uninstalling":
                owner = namespaces.get(namespace, {}).get("labels", {}).get("urumi.dev/store")
                yield "release %s revision %s is %s at rest" % (
                    namespace, revision["version"], revision["status"]), newest.get(owner)
        # A rollback takes its labels from the revision that it goes back to.
        done = [r for r in history if r["description"] in ("Install complete", "Upgrade complete")]
        for operation, count in collections.Counter(r.get("urumi.dev/operation") for r in done).items():
            if operation in jobs and operation not in retried and count > 1:
                yield "%s of %s was done %d times" % (
                    jobs[operation]["kind"], jobs[operation]["store_name"], count), operation
        if sum(r["status"] == "deployed" for r in history) > 1:
            yield "release %s has several deployed revisions" % namespace, None
    for store in stores:
        history = histories.get(store["namespace"], [])
        deployed = [r for r in history if r["status"] == "deployed"]
        if store["phase"] == "ready":
            if len(deployed) != 1:
                yield "store %s is ready with %d deployed revisions" % (store["name"], len(deployed)), \
                    newest.get(store["id"])
            elif store["revision"] and int(deployed[0]["version"]) != store["revision"]:
                yield "store %s is recorded at revision %s, and %s is deployed" % (
                    store["name"], store["revision"], deployed[0]["version"]), newest.get(store["id"])
        if store["phase"] == "archived" and history:
            yield "store %s is archived with a release" % store["name"], newest.get(store["id"])
