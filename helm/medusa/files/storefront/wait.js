"use strict";
// Waits until the backend serves the shop: there is a region, and it takes the storefront's key.

const fs = require("node:fs");
const { setTimeout: pause } = require("node:timers/promises");

const backend = process.env.MEDUSA_BACKEND_URL;
const end = Date.now() + Number(process.env.WAIT_SECONDS ?? 900) * 1000;

async function look() {
    const key = fs.readFileSync(process.env.MEDUSA_PUBLISHABLE_KEY_FILE, "utf8").trim();
    const response = await fetch(`${backend}/store/regions`, {
        headers: { "x-publishable-api-key": key },
        signal: AbortSignal.timeout(10000),
    });
    if (response.status === 400 || response.status === 401) return "the setup Job has not given out the key yet";
    if (!response.ok) return `the backend answers ${response.status}`;
    const { regions } = await response.json();
    return regions.length > 0 ? undefined : "the shop has no region yet";
}

async function main() {
    let said = 0;
    for (;;) {
        let missing;
        try {
            missing = await look();
        } catch (error) {
            missing = error.cause?.message ?? error.message;
        }
        if (!missing) return console.log("The backend serves the shop.");
        if (Date.now() >= end) {
            console.error(`Gave up waiting for the backend: ${missing}`);
            process.exit(1);
        }
        if (Date.now() - said >= 20000) {
            console.log(`Waiting for the backend: ${missing}`);
            said = Date.now();
        }
        await pause(1000);
    }
}

main();
