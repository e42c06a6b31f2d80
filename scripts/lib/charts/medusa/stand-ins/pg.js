"use strict";
// A PostgreSQL of one file, which knows the statements of the chart's scripts. Changes are counted; the one that
// DIE_AT names is the last of this process.

const fs = require("node:fs");
const path = require("node:path");

const file = path.join(process.env.WORLD, "database.json");
const read = () => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : { records: {} });

/** change(edit): counts it, dies where it should, and keeps what `edit` made of the data. */
function change(edit) {
    const counter = path.join(process.env.WORLD, "changes");
    const count = Number(fs.existsSync(counter) ? fs.readFileSync(counter, "utf8") : 0) + 1;
    fs.writeFileSync(counter, `${count}`);
    if (count === Number(process.env.DIE_AT)) process.kill(process.pid, "SIGKILL");
    const data = read();
    const answer = edit(data);
    fs.writeFileSync(file, JSON.stringify(data));
    return answer;
}

const missing = () => Object.assign(new Error("no such table"), { code: "42P01" });
const rows = (found) => ({ rows: found, rowCount: found.length });
const keys = (data) => data.records.api_key ?? [];

const statements = [
    [/^SELECT 1$/, () => rows([1])],
    [/^SELECT pg_advisory_lock/, () => rows([1])],
    [/^CREATE SCHEMA/, () => rows([])],
    [/^CREATE TABLE IF NOT EXISTS urumi.setup/, () => change((data) => rows([(data.setup ??= {})]))],
    [/^INSERT INTO urumi.setup \(part\)/, ([part]) => change((data) => rows([(data.setup[part] ??= true)]))],
    [
        /^INSERT INTO urumi.setup \(part, value\)/,
        ([part, value]) =>
            change((data) => {
                if (part in data.setup) throw new Error(`twice: ${part}`);
                data.setup[part] = value;
                return rows([1]);
            }),
    ],
    [/^SELECT part FROM urumi.setup/, () => rows(Object.keys(read().setup).map((part) => ({ part })))],
    [
        /^SELECT 1 FROM urumi.setup WHERE part = \$1/,
        ([part]) => {
            const { setup } = read();
            if (!setup) throw missing();
            return rows(part in setup ? [1] : []);
        },
    ],
    [
        /^UPDATE api_key SET token = \$1, redacted = \$2, salt = ''/,
        ([token, redacted]) =>
            change((data) => {
                const mine = keys(data).find((key) => key.id === data.setup["publishable key"]);
                if (mine && mine.token !== token) Object.assign(mine, { token, redacted });
                return rows([]);
            }),
    ],
    [/^SELECT 1 FROM api_key WHERE token = \$1/, ([token]) => rows(keys(read()).filter((key) => key.token === token))],
];

class Client {
    constructor({ connectionString, ssl }) {
        if (connectionString !== process.env.WANTED_DATABASE_URL) throw new Error(`address: ${connectionString}`);
        if (ssl !== false) throw new Error("TLS inside the cluster hangs");
    }
    on() {}
    async connect() {}
    async end() {}
    async query(text, values) {
        const found = statements.find(([pattern]) => pattern.test(text));
        if (!found) throw new Error(`unknown statement: ${text}`);
        return found[1](values);
    }
}

module.exports = { Client, read, change };
