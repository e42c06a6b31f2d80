#!/usr/bin/env node
"use strict";
// Medusa's command over the PostgreSQL of one file (pg.js).

const fs = require("node:fs");
const path = require("node:path");
const { change, read } = require("pg");
const { container } = require(process.env.SHOP);

const records = {
    list: async (kind) => read().records[kind] ?? [],
    save: async (kind, record) =>
        change((data) => {
            const all = (data.records[kind] ??= []);
            const at = all.findIndex((each) => each.id === record.id);
            if (at < 0) all.push(record);
            else all[at] = record;
        }),
};

async function main() {
    fs.appendFileSync(path.join(process.env.WORLD, "argv"), `${process.argv.slice(2).join(" ")}\n`);
    const [command, file] = process.argv.slice(2);
    if (process.env.FAIL === command) process.exit(3);
    if (command === "db:migrate") change((data) => (data.migrated = (data.migrated ?? 0) + 1));
    else if (command === "exec") await require(file).default({ container: container(records), args: [] });
    else if (command === "start") fs.writeFileSync(path.join(process.env.WORLD, "started"), JSON.stringify(process.env));
    else process.exit(64);
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
