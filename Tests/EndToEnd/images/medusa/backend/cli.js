#!/usr/bin/env node
"use strict";
// Stands in for Medusa's command: db:migrate, exec and start, over a real PostgreSQL and a real Redis.

const fs = require("node:fs");
const http = require("node:http");
const net = require("node:net");
const path = require("node:path");
const { Client } = require("pg");
const { container } = require("./shop.js");

async function connect() {
    const client = new Client({ connectionString: process.env.DATABASE_URL, ssl: false });
    client.on("error", (error) => console.error(`database: ${error.message}`));
    await client.connect();
    return client;
}

function redis(...words) {
    const { hostname, port, password } = new URL(process.env.REDIS_URL);
    return new Promise((resolve, reject) => {
        const socket = net.connect({ host: hostname, port: Number(port) });
        let answer = "";
        socket.on("error", reject);
        socket.on("data", (bytes) => {
            answer += bytes;
            if (answer.split("\r\n").length > 2) socket.end(() => resolve(answer.split("\r\n")[1]));
        });
        socket.write(`AUTH ${password}\r\n${words.join(" ")}\r\n`);
    });
}

/** api_key is a table of its own, as in Medusa, since the setup writes to it by SQL. */
function tables(client) {
    return {
        async list(kind) {
            const { rows } =
                kind === "api_key"
                    ? await client.query("SELECT * FROM api_key ORDER BY created_at")
                    : await client.query("SELECT data FROM record WHERE kind = $1 ORDER BY position", [kind]);
            return kind === "api_key" ? rows : rows.map((row) => row.data);
        },
        async save(kind, record) {
            if (kind === "api_key") {
                await client.query(
                    `INSERT INTO api_key (id, token, salt, redacted, title, type, created_by)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
                    [record.id, record.token, record.salt, record.redacted, record.title, record.type, record.created_by]
                );
            } else {
                await client.query(
                    `INSERT INTO record (kind, id, data) VALUES ($1, $2, $3)
                     ON CONFLICT (kind, id) DO UPDATE SET data = $3`,
                    [kind, record.id, record]
                );
            }
        },
    };
}

async function migrate(words) {
    if (!words.includes("--execute-safe-links")) throw new Error("unsafe links would ask");
    const client = await connect();
    await client.query(
        `CREATE TABLE IF NOT EXISTS record (kind text, id text, data jsonb NOT NULL, position bigserial,
         PRIMARY KEY (kind, id))`
    );
    await client.query(
        `CREATE TABLE IF NOT EXISTS api_key (id text PRIMARY KEY, token text NOT NULL UNIQUE, salt text NOT NULL,
         redacted text NOT NULL, title text NOT NULL, type text NOT NULL, created_by text NOT NULL,
         revoked_at timestamptz, deleted_at timestamptz,
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now())`
    );
    await client.end();
    console.log("Migrations completed");
}

async function exec([file]) {
    const client = await connect();
    const script = require(path.resolve(file)).default;
    await script({ container: container(tables(client)), args: [] });
    await client.end();
    console.log("Finished executing script.");
}

async function routes(client, request) {
    const shop = container(tables(client));
    const { pathname, searchParams } = new URL(request.url, "http://x");
    if (pathname === "/health") return [200, "OK"];
    if (process.env.MEDUSA_WORKER_MODE === "worker") return [404, "a worker"];
    if (pathname.startsWith("/app")) return [200, "<title>Admin</title>"];
    if (pathname === "/count") return [200, await redis("INCR", "visits")];
    if (pathname.startsWith("/static/")) {
        const file = path.join("static", path.basename(pathname));
        if (request.method === "PUT") return fs.writeFileSync(file, "uploaded"), [200, "kept"];
        return fs.existsSync(file) ? [200, fs.readFileSync(file, "utf8")] : [404, "no such file"];
    }
    if (!pathname.startsWith("/store/")) return [404, "not found"];
    const given = request.headers["x-publishable-api-key"];
    if (!given) return [400, { type: "not_allowed", message: "Publishable API key required" }];
    const { rowCount } = await client.query(
        "SELECT 1 FROM api_key WHERE token = $1 AND type = 'publishable' AND revoked_at IS NULL",
        [given]
    );
    if (rowCount === 0) return [400, { type: "not_allowed", message: "A valid publishable key is required" }];
    if (pathname === "/store/regions") {
        const regions = await shop.list("region");
        const spelled = (code) => ({ iso_2: code, display_name: code.toUpperCase() });
        return [200, { regions: regions.map((each) => ({ ...each, countries: each.countries.map(spelled) })) }];
    }
    if (pathname === "/store/products") {
        const handle = searchParams.get("handle");
        const products = await shop.list("product", handle ? { handle } : {});
        return [200, { products, count: products.length }];
    }
    return [404, { message: "not found" }];
}

async function start() {
    for (const name of ["DATABASE_URL", "REDIS_URL", "JWT_SECRET", "COOKIE_SECRET", "STORE_CORS", "PUBLIC_URL"]) {
        if (!process.env[name]) throw new Error(`${name} is not set`);
    }
    const client = await connect();
    await client.query("SELECT 1 FROM api_key");
    if ((await redis("PING")) !== "+PONG") throw new Error("Redis refuses");
    const cookie = `connect.sid=x; SameSite=${process.env.COOKIE_SAME_SITE}${process.env.COOKIE_SECURE === "true" ? "; Secure" : ""}`;
    const server = http.createServer(async (request, response) => {
        let answer;
        try {
            answer = await routes(client, request);
        } catch (error) {
            answer = [500, { message: error.message }];
        }
        const [status, body] = answer;
        const text = typeof body === "string" ? body : JSON.stringify(body);
        response.writeHead(status, {
            "content-type": typeof body === "string" ? "text/html" : "application/json",
            "set-cookie": cookie,
        });
        response.end(text);
    });
    server.listen(Number(process.env.PORT), () => console.log(`Server is ready on port: ${process.env.PORT}`));
    process.on("SIGTERM", () => {
        console.log("Gracefully shutting down server");
        server.close(() => process.exit(0));
        server.closeIdleConnections();
    });
}

const [command, ...words] = process.argv.slice(2);
const commands = { "db:migrate": migrate, exec, start };
(commands[command] ?? (async () => { throw new Error(`unknown command ${command}`); }))(words).catch((error) => {
    console.error(error);
    process.exit(1);
});
