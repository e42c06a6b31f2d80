"use strict";
// Brings the shop to where it can sell. Runs with every revision and may be cut short at any line: each part
// looks before it acts. Two that run at once take turns, by a lock that the database drops with the connection.

const fs = require("node:fs");
const path = require("node:path");
const { spawn } = require("node:child_process");
const { connect, pingDatabase, pingRedis, until } = require("./services.js");

const credentials = process.env.CREDENTIALS ?? "/etc/urumi/credentials";

function medusa(...words) {
    return new Promise((resolve, reject) => {
        const child = spawn("medusa", words, { stdio: ["ignore", "inherit", "inherit"] });
        const stop = () => child.kill("SIGTERM");
        process.once("SIGTERM", stop);
        child.on("error", reject);
        child.on("close", (code, signal) => {
            process.removeListener("SIGTERM", stop);
            if (code === 0) resolve();
            else reject(new Error(`medusa ${words[0]} ended with ${signal ?? code}`));
        });
    });
}

/** Gives the storefront's key the token that the Secret holds; Medusa lets nobody choose one. */
async function setPublishableKey(client) {
    const token = fs.readFileSync(path.join(credentials, "publishable-key"), "utf8").trim();
    if (!/^pk_[0-9a-f]{64}$/.test(token)) {
        throw new Error("publishable-key in the Secret is not pk_ and 64 hexadecimal digits");
    }
    const redacted = `${token.slice(0, 6)}***${token.slice(-3)}`;
    await client.query(
        `UPDATE api_key SET token = $1, redacted = $2, salt = '', updated_at = now()
         WHERE type = 'publishable' AND token <> $1
           AND id = (SELECT value FROM urumi.setup WHERE part = 'publishable key')`,
        [token, redacted]
    );
    const { rowCount } = await client.query(
        "SELECT 1 FROM api_key WHERE token = $1 AND revoked_at IS NULL AND deleted_at IS NULL",
        [token]
    );
    console.log(
        rowCount === 1
            ? "The storefront's publishable key is in place."
            : "The storefront's publishable key was revoked or removed in the admin pages: it shows no products."
    );
}

async function main() {
    const seconds = Number(process.env.WAIT_SECONDS ?? 600);
    await until("PostgreSQL", seconds, pingDatabase);
    await until("Redis", seconds, pingRedis);

    const client = await connect();
    await client.query("SELECT pg_advisory_lock(hashtext('urumi setup'))");
    await client.query("CREATE SCHEMA IF NOT EXISTS urumi");
    await client.query(
        `CREATE TABLE IF NOT EXISTS urumi.setup
         (part text PRIMARY KEY, value text, done_at timestamptz NOT NULL DEFAULT now())`
    );

    console.log("Database: migrating");
    await medusa("db:migrate", "--execute-safe-links");
    await client.query("INSERT INTO urumi.setup (part) VALUES ($1) ON CONFLICT (part) DO NOTHING", [
        `schema ${process.env.URUMI_SCHEMA}`,
    ]);

    await medusa("exec", path.join(__dirname, "store.js"));
    await setPublishableKey(client);
    await client.end();
    console.log(`The shop is set up: ${process.env.PUBLIC_URL}`);
}

main().catch((error) => {
    console.error(`Setup: ${error.message}`);
    process.exit(1);
});
