"""search-secrets.py SECRETS PATH...: where any of the secrets, one a line, stands in the files, plain or encoded;
a release's records are decoded first. Ends with 1 and names the places where one does."""
import base64
import gzip
import json
import os
import sys
import urllib.parse


def forms(secret):
    """What a secret can look like: plain, URL-encoded, hexadecimal, base64 at each offset, twice."""
    found = {secret, urllib.parse.quote(secret, safe="").encode(), secret.hex().encode(),
             json.dumps(secret.decode(errors="replace"))[1:-1].encode()}
    for once in encodings(secret):
        found.add(once)
        found.update(each for each in encodings(once) if len(each) >= 8)
    return {each for each in found if len(each) >= 6}


def encodings(value):
    yield base64.b64encode(value)
    yield base64.urlsafe_b64encode(value)
    for offset in range(3):
        # The characters that depend on nothing but the value, wherever it begins.
        text = base64.b64encode(b"\0" * offset + value)
        end = len(value) + offset
        yield text[(offset * 8 + 5) // 6:end * 8 // 6]


def texts(path):
    with open(path, "rb") as file:
        data = file.read()
    yield data
    if path.endswith(".releases.json"):
        for item in json.loads(data)["items"]:
            release = base64.b64decode(base64.b64decode(item["data"]["release"]))
            text = gzip.decompress(release) if release[:2] == b"\x1f\x8b" else release
            yield text
            yield json.loads(text)["manifest"].encode()


with open(sys.argv[1], "rb") as file:
    secrets = sorted({line.strip() for line in file if len(line.strip()) >= 8})
if not secrets:
    sys.exit("there is no secret to be searched for")
patterns = {secret: forms(secret) for secret in secrets}
files = []
for root in sys.argv[2:]:
    if os.path.isdir(root):
        files += [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names]
    elif os.path.exists(root):
        files.append(root)
bad, size = 0, 0
for path in files:
    if os.path.islink(path) or not os.path.isfile(path):
        continue
    for text in texts(path):
        size += len(text)
        for secret, looks in patterns.items():
            for look in looks:
                at = text.find(look)
                if at >= 0:
                    bad += 1
                    print("%s has the secret %s... at %d: %r" % (
                        path, secret[:3].decode(errors="replace"), at, text[max(0, at - 40):at]))
print("%d secrets, %d files, %d bytes" % (len(secrets), len(files), size))
if not files or not size:
    sys.exit("there was nothing to be searched")
sys.exit(1 if bad else 0)
