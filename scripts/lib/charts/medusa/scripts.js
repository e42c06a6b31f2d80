"use strict";
// scripts.js CHART SHOP CHECK: the scripts of helm/medusa, in a world of files with a Redis of a few lines.
// SHOP is the stand-in for Medusa's modules.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");
const { spawn } = require("node:child_process");

const [chart, shop, wanted] = process.argv.slice(2);
const scripts = path.join(chart, "files/medusa");
const TOKEN = `pk_${"0123456789abcdef".repeat(4)}`;
const secrets = {
    "admin-email": "admin@shop.localhost",
    "admin-password": "correcthorse",
    "postgres-password": "batterystaple",
    "redis-password": "tr0ub4dor",
    "jwt-secret": "jwt",
    "cookie-secret": "cookie",
    "publishable-key": TOKEN,
};
let redis;
let folder;

function newWorld() {
    if (folder) fs.rmSync(folder, { recursive: true });
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "medusa-scripts-"));
    const modules = path.join(folder, "node_modules");
    const module = (name, text) => {
        fs.mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
        fs.writeFileSync(path.join(modules, name), text);
    };
    module("pg/index.js", fs.readFileSync(path.join(__dirname, "stand-ins/pg.js")));
    module("@medusajs/framework/utils/index.js", "module.exports = require(process.env.SHOP);");
    module("@medusajs/medusa/core-flows/index.js", "module.exports = require(process.env.SHOP).flows;");
    module(".bin/medusa", fs.readFileSync(path.join(__dirname, "stand-ins/medusa.js")));
    fs.chmodSync(path.join(modules, ".bin/medusa"), 0o755);
    fs.mkdirSync(path.join(folder, "credentials"));
    for (const [name, text] of Object.entries(secrets)) fs.writeFileSync(path.join(folder, "credentials", name), text);
}

function run(verb, more = {}) {
    const port = redis.address().port;
    const child = spawn("sh", [path.join(scripts, "start.sh"), verb], {
        cwd: folder,
        env: {
            PATH: process.env.PATH,
            WORLD: folder,
            SHOP: shop,
            SCRIPTS: scripts,
            CREDENTIALS: path.join(folder, "credentials"),
            POSTGRES_HOST: "shop-postgres",
            REDIS_HOST: "127.0.0.1",
            WANTED_DATABASE_URL: "postgres://medusa:batterystaple@shop-postgres:5432/medusa",
            PUBLIC_URL: "http://shop.localhost",
            URUMI_SCHEMA: "medusa-backend:1 postgres:17",
            SHOP_TITLE: "My shop",
            SHOP_COUNTRIES: "de,at",
            SHOP_CURRENCY: "eur",
            SHOP_SAMPLE_PRODUCT: "true",
            WAIT_SECONDS: "3",
            // The script asks port 6379; its test has no right to one of that number.
            NODE_OPTIONS: `--require ${path.join(__dirname, "stand-ins/port.js")}`,
            REDIS_PORT: `${port}`,
            ...more,
        },
    });
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => (output += text));
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}

const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
const database = () => JSON.parse(read("database.json"));
const forget = (name) => fs.rmSync(path.join(folder, name), { force: true });

/** What a shop that is set up holds, without ids and times. */
function finished() {
    const { setup, records } = database();
    const counts = Object.fromEntries(Object.entries(records).map(([kind, all]) => [kind, all.length]));
    const { link, ...kinds } = counts;
    assert.deepEqual(kinds, {
        sales_channel: 1, store: 1, region: 1, tax_region: 2, stock_location: 1, shipping_profile: 1,
        fulfillment_set: 1, shipping_option: 1, api_key: 1, user: 1, auth_identity: 1, product: 1,
    });
    assert.equal(link, 4);
    assert.ok("schema medusa-backend:1 postgres:17" in setup);
    const [key] = records.api_key;
    assert.deepEqual([key.token, key.redacted], [TOKEN, "pk_012***def"]);
    assert.equal(setup["publishable key"], key.id);
    assert.equal(records.auth_identity[0].app_metadata.user_id, records.user[0].id);
    assert.equal(records.store[0].name, "My shop");
    assert.equal(records.region[0].payment_providers[0], "pp_system_default");
}

const checks = {
    async sets_up() {
        newWorld();
        const { code, output } = await run("setup");
        assert.equal(code, 0, output);
        finished();
        assert.equal(read("argv").split("\n")[0], "db:migrate --execute-safe-links");
    },
    async keeps_secrets() {
        newWorld();
        const { output } = await run("setup");
        const told = output + read("argv");
        for (const [name, text] of Object.entries(secrets)) {
            if (!["admin-email", "jwt-secret", "cookie-secret"].includes(name)) assert.ok(!told.includes(text), name);
        }
    },
    async survives_every_death() {
        newWorld();
        await run("setup");
        const total = Number(read("changes"));
        for (let at = 1; at <= total; at++) {
            newWorld();
            const dead = await run("setup", { DIE_AT: `${at}` });
            assert.notEqual(dead.code, 0, `change ${at} did not die`);
            forget("changes");
            const { code, output } = await run("setup");
            assert.equal(code, 0, `dead at change ${at} of ${total}: ${output}`);
            finished();
        }
        console.log(`${total} changes`);
    },
    async leaves_the_merchants_changes() {
        newWorld();
        await run("setup");
        const data = database();
        data.records.store[0].name = "Renamed";
        data.records.product = [];
        data.records.shipping_option = [];
        data.records.user[0].email = "owner@shop.example";
        fs.writeFileSync(path.join(folder, "database.json"), JSON.stringify(data));
        const { code } = await run("setup");
        assert.equal(code, 0);
        const after = database().records;
        assert.equal(after.store[0].name, "Renamed");
        assert.deepEqual([after.product, after.shipping_option], [[], []]);
        assert.equal(after.user.length, 1);
    },
    async gives_out_a_new_key() {
        newWorld();
        await run("setup");
        const other = `pk_${"f".repeat(64)}`;
        fs.writeFileSync(path.join(folder, "credentials/publishable-key"), `${other}\n`);
        assert.equal((await run("setup")).code, 0);
        assert.equal(database().records.api_key[0].token, other);
        fs.writeFileSync(path.join(folder, "credentials/publishable-key"), "pk_short");
        const { code, output } = await run("setup");
        assert.equal(code, 1);
        assert.match(output, /publishable-key in the Secret/);
        assert.equal(database().records.api_key[0].token, other);
    },
    async tells_of_a_removed_key() {
        newWorld();
        await run("setup");
        const data = database();
        data.records.api_key = [];
        fs.writeFileSync(path.join(folder, "database.json"), JSON.stringify(data));
        const { code, output } = await run("setup");
        assert.equal(code, 0);
        assert.match(output, /revoked or removed/);
    },
    async fails_with_what_failed() {
        for (const command of ["db:migrate", "exec"]) {
            newWorld();
            const { code, output } = await run("setup", { FAIL: command });
            assert.equal(code, 1);
            assert.match(output, new RegExp(`medusa ${command} ended with 3`));
        }
        newWorld();
        await run("setup", { FAIL: "db:migrate" });
        assert.ok(!Object.keys(database().setup).some((part) => part.startsWith("schema")));
    },
    async server_waits() {
        newWorld();
        const early = await run("wait", { WAIT_SECONDS: "1" });
        assert.equal(early.code, 1);
        assert.match(early.output, /the database is empty yet/);
        await run("setup");
        assert.equal((await run("wait")).code, 0);
        const newer = await run("wait", { WAIT_SECONDS: "1", URUMI_SCHEMA: "medusa-backend:2 postgres:17" });
        assert.equal(newer.code, 1);
        assert.match(newer.output, /has not migrated the database to this image/);
        const locked = await run("wait", { WAIT_SECONDS: "1", WRONG_PASSWORD: "yes" });
        assert.equal(locked.code, 1);
        assert.match(locked.output, /WRONGPASS/);
        assert.match((await run("sing")).output, /serve, wait or setup/);
    },
    async server_starts() {
        newWorld();
        assert.equal((await run("serve")).code, 0);
        const env = JSON.parse(read("started"));
        assert.equal(env.DATABASE_URL, "postgres://medusa:batterystaple@shop-postgres:5432/medusa");
        assert.equal(env.REDIS_URL, "redis://:tr0ub4dor@127.0.0.1:6379");
        assert.equal(env.CACHE_REDIS_URL, env.REDIS_URL);
        assert.equal(env.LOCKING_REDIS_URL, env.REDIS_URL);
        assert.deepEqual([env.JWT_SECRET, env.COOKIE_SECRET], ["jwt", "cookie"]);
        fs.rmSync(path.join(folder, "credentials/jwt-secret"));
        assert.notEqual((await run("serve")).code, 0);
    },
};

async function main() {
    redis = net.createServer((socket) => {
        socket.on("error", () => undefined);
        socket.on("data", (bytes) => {
            const right = `${bytes}`.includes(`AUTH ${secrets["redis-password"]}\r\n`);
            socket.write(right ? "+OK\r\n+PONG\r\n" : "-WRONGPASS invalid\r\n-NOAUTH\r\n");
        });
    });
    await new Promise((resolve) => redis.listen(0, "127.0.0.1", resolve));
    try {
        await checks[wanted]();
    } finally {
        redis.close();
        if (folder) fs.rmSync(folder, { recursive: true });
    }
}

if (wanted === undefined) console.log(Object.keys(checks).join("\n"));
else
    main().catch((error) => {
        console.error(error);
        process.exit(1);
    });
