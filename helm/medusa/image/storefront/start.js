"use strict";
// Starts the storefront. Next.js writes public settings into its output when it is built; this image was built
// with placeholders, and each start puts this shop's values in their place: the address within the cluster where
// the server asks, the shop's own where browsers do.

const fs = require("node:fs");
const path = require("node:path");

const built = process.env.BUILT_FOLDER ?? path.join(__dirname, "built");
const served = process.env.SERVED_FOLDER ?? path.join(__dirname, ".next");
const BACKEND = "http://medusa-backend-address.invalid";
const KEY = "pk_medusa_publishable_key_placeholder";
const TEXT = new Set([".js", ".mjs", ".cjs", ".json", ".html", ".rsc", ".txt", ".map", ".css", ".body", ".meta"]);

function fail(message) {
    console.error(`storefront: ${message}`);
    process.exit(1);
}

/** An origin, without a path: it goes into other people's strings. */
function origin(name) {
    const text = (process.env[name] ?? fail(`${name} is not set`)).replace(/\/$/, "");
    return /^https?:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?$/.test(text) ? text : fail(`${name} has to be http(s)://HOST[:PORT]: ${text}`);
}

function publishableKey() {
    const file = process.env.MEDUSA_PUBLISHABLE_KEY_FILE;
    const key = (file ? fs.readFileSync(file, "utf8") : (process.env.MEDUSA_PUBLISHABLE_KEY ?? "")).trim();
    return /^pk_[0-9a-zA-Z_]+$/.test(key) ? key : fail("the publishable key is not pk_ and letters or digits");
}

function fill(from, to, backend, key, counts) {
    fs.mkdirSync(to, { recursive: true });
    for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
        const source = path.join(from, entry.name);
        const target = path.join(to, entry.name);
        if (entry.isDirectory()) {
            fill(source, target, backend, key, counts);
        } else if (TEXT.has(path.extname(entry.name))) {
            const text = fs.readFileSync(source, "utf8");
            const filled = text.replaceAll(BACKEND, backend).replaceAll(KEY, key);
            fs.writeFileSync(target, filled);
            counts.files += 1;
            if (filled !== text) counts.changed += 1;
        } else {
            fs.copyFileSync(source, target);
            counts.files += 1;
        }
    }
}

/** The folder outlives a restart of the container, which may have come in the middle of this. */
function empty(folder) {
    fs.mkdirSync(folder, { recursive: true });
    for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
}

function prepare() {
    const within = origin("MEDUSA_BACKEND_URL");
    const outside = origin("MEDUSA_PUBLIC_URL");
    const key = publishableKey();
    const counts = { files: 0, changed: 0 };
    empty(served);
    for (const entry of fs.readdirSync(built, { withFileTypes: true })) {
        const source = path.join(built, entry.name);
        const target = path.join(served, entry.name);
        if (entry.isDirectory()) {
            fill(source, target, entry.name === "static" ? outside : within, key, counts);
        } else {
            const text = fs.readFileSync(source, "utf8");
            fs.writeFileSync(target, text.replaceAll(BACKEND, within).replaceAll(KEY, key));
            counts.files += 1;
        }
    }
    console.log(`storefront: ${counts.files} files, ${counts.changed} of them with this shop's values`);
}

prepare();
if (require.main === module) require(path.join(__dirname, "server.js"));
