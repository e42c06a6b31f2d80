"""examine.py OBJECTS: every rule that a rendered chart has to keep; OBJECTS holds JSON, an object a line.

The environment tells what the chart promises: see any.sh, where it is called.
"""
import json
import os
import re
import sys

objects = [json.loads(line) for line in open(sys.argv[1])]
setting = {name: os.environ[f"CHART_{name}"] for name in
           ("SIZE", "FOOTPRINT", "KEYS", "UIDS", "STORE", "BESIDE", "ENV_SECRETS")}
uids = {int(uid) for uid in setting["UIDS"].split()}
wrong = []


def expect(condition, message):
    if not condition:
        wrong.append(message)


def read(path):
    """The JSON of a file, or nothing where it's empty or none."""
    text = open(path).read() if os.path.exists(path) else ""
    return json.loads(text) if text.strip() else {}


def amount(text):
    number, unit = re.fullmatch(r"([0-9.]+)(\w*)", str(text)).groups()
    return float(number) * {"": 1, "m": 0.001, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}[unit]


def pod_template(thing):
    if thing["kind"] == "Pod":
        return thing
    if thing["kind"] == "CronJob":
        return thing["spec"]["jobTemplate"]["spec"]["template"]
    return thing["spec"].get("template") if isinstance(thing.get("spec"), dict) else None


def add(sums, needs):
    for key, value in needs.items():
        sums[key] = sums.get(key, 0) + value


def greater(one, other):
    return {key: max(one.get(key, 0), other.get(key, 0)) for key in one | other}


def check_labels(where, labels):
    for key, value in labels.items():
        expect(len(value) <= 63, f"{where}: label {key} has {len(value)} characters")
    for key in ("name", "instance", "component", "part-of"):
        expect(f"app.kubernetes.io/{key}" in labels, f"{where}: no label {key}")
    if setting["STORE"]:
        expect(labels.get("urumi.dev/store") == setting["STORE"], f"{where}: no store label")


def check_container(at, container, volumes):
    """Applies the rules of one container; returns what it needs, in a quota's terms."""
    own = container["securityContext"]
    expect(own.get("allowPrivilegeEscalation") is False, f"{at}: privilege escalation")
    expect(own.get("readOnlyRootFilesystem") is True, f"{at}: writable root")
    expect(own.get("capabilities") == {"drop": ["ALL"]}, f"{at}: capabilities")
    names = [entry["name"] for entry in container.get("env", [])]
    expect(len(names) == len(set(names)), f"{at}: an environment name twice")
    for entry in container.get("env", []):
        reference = entry.get("valueFrom", {}).get("secretKeyRef")
        if reference:
            expect(setting["ENV_SECRETS"] == "yes", f"{at}: a secret in the environment")
            keys.add(reference["key"])
    mounts = {mount["name"] for mount in container.get("volumeMounts", [])}
    expect(mounts <= volumes, f"{at}: mounts {mounts - volumes}, which is no volume")
    needs = {}
    for bound in ("requests", "limits"):
        for resource in ("cpu", "memory"):
            value = container.get("resources", {}).get(bound, {}).get(resource)
            expect(value, f"{at}: no {bound}.{resource}")
            needs[f"{bound}.{resource}"] = amount(value or 0)
    return needs


NAMES = {"StatefulSet": 52, "CronJob": 52, "Service": 63, "Job": 63 - 4}  # four digits of revisions to come
SOLVER = {"requests.cpu": 0.01, "requests.memory": 64 * 2**20, "limits.cpu": 0.1, "limits.memory": 64 * 2**20}
used, replicas, keys = {"solver": SOLVER}, {}, set()
for thing in objects:
    kind, meta = thing["kind"], thing["metadata"]
    name, where = meta["name"], f"{thing['kind']}/{meta['name']}"
    expect(len(name) <= NAMES.get(kind, 63), f"{where}: {len(name)} characters")
    expect(re.fullmatch(r"[a-z0-9]([-.a-z0-9]*[a-z0-9])?", name), f"{where}: not a name")
    check_labels(where, meta["labels"])
    if kind == "Secret":
        expect(not setting["STORE"], f"{where}: rendered although existingSecret is set")
    template = pod_template(thing)
    if not template:
        continue

    labels = template["metadata"]["labels"]
    check_labels(f"{where}, template", labels)
    changing = {"helm.sh/chart", "app.kubernetes.io/version", "urumi.dev/operation"} & set(labels)
    expect(kind == "Pod" or not changing, f"{where}: {changing} in the pod template")
    selector = thing["spec"].get("selector", {}).get("matchLabels")
    if kind in ("Deployment", "StatefulSet"):
        expect(len(selector) == 3 and selector.items() <= labels.items(), f"{where}: selector {selector}")
    for claim in thing["spec"].get("volumeClaimTemplates", []):
        expect(set(claim["metadata"].get("labels", {})) <= set(labels), f"{where}: claim labels")

    pod = template["spec"]
    security = pod["securityContext"]
    expect(security.get("runAsNonRoot") and security.get("runAsUser") in uids, f"{where}: may run as root")
    expect(security.get("seccompProfile") == {"type": "RuntimeDefault"}, f"{where}: no seccomp profile")
    if setting["STORE"]:
        expect(pod.get("automountServiceAccountToken") is False, f"{where}: mounts a token")
    volumes = {volume["name"] for volume in pod.get("volumes", [])}
    volumes |= {claim["metadata"]["name"] for claim in thing["spec"].get("volumeClaimTemplates", [])}
    for volume in pod.get("volumes", []):
        keys |= {item["key"] for item in volume.get("secret", {}).get("items", [])}
        expect("hostPath" not in volume, f"{where}: a folder of the node")
    # A pod needs what its containers need together, and at least what each init container needs.
    together, first = {}, {}
    for container in pod.get("initContainers", []):
        first = greater(first, check_container(f"{where}/{container['name']}", container, volumes))
    for container in pod["containers"]:
        add(together, check_container(f"{where}/{container['name']}", container, volumes))
    component = labels["app.kubernetes.io/component"]
    used[component] = greater(together, first)
    if kind in ("Deployment", "StatefulSet"):
        replicas[component] = thing["spec"].get("replicas", 1)

stated_keys = read(setting["KEYS"])
if stated_keys and keys:
    expect(keys == set(stated_keys), f"the pods use the Secret's keys {keys ^ set(stated_keys)} otherwise than Chart.yaml says")

footprint = read(setting["FOOTPRINT"])
if footprint and setting["SIZE"]:
    claims = [thing["spec"] for thing in objects if thing["kind"] == "PersistentVolumeClaim"]
    for thing in objects:
        if thing["kind"] == "StatefulSet":
            for claim in thing["spec"].get("volumeClaimTemplates", []):
                claims += [claim["spec"]] * thing["spec"].get("replicas", 1)
    storage = {"persistentvolumeclaims": len(claims),
               "requests.storage": sum(amount(claim["resources"]["requests"]["storage"]) for claim in claims)}
    steady = [component for component, count in replicas.items() for _ in range(count)]
    for phase, pods in {"steady": steady, "peak": steady + setting["BESIDE"].split()}.items():
        sums = {"pods": len(pods), **storage}
        for pod in pods:
            expect(pod in used, f"footprint: nothing is a {pod}")
            add(sums, used.get(pod, {}))
        stated = footprint[setting["SIZE"]][phase]
        for key, value in sums.items():
            said = stated.get(key)
            shown = {"memory": f"{value / 2**20:g}Mi", "storage": f"{value / 2**30:g}Gi", "cpu": f"{round(value * 1000)}m"}
            expect(said is not None and abs(amount(said) - value) < 1e-6,
                   f"footprint {setting['SIZE']}.{phase}.{key} says {said}, is {shown.get(key.split('.')[-1], value)}")
        expect(set(stated) == set(sums), f"footprint {setting['SIZE']}.{phase} has {set(stated) ^ set(sums)}")

print("\n".join(wrong))
sys.exit(bool(wrong))
