"use strict";
// `helm test`: the shop's page and the backend's health, asked for as the ingress controller would.

const fs = require("node:fs");
const http = require("node:http");
const { setTimeout: pause } = require("node:timers/promises");

const { SHOP_HOST, SHOP_SCHEME, STOREFRONT_URL, MEDUSA_BACKEND_URL } = process.env;

function get(url, headers = {}) {
    return new Promise((resolve, reject) => {
        const request = http.get(
            url,
            { headers: { host: SHOP_HOST, "x-forwarded-proto": SHOP_SCHEME, ...headers }, timeout: 20000 },
            (response) => {
                response.resume();
                response.on("end", () => resolve(response.statusCode));
            }
        );
        request.on("timeout", () => request.destroy(new Error("no answer in time")));
        request.on("error", reject);
    });
}

async function check(what, url, headers) {
    for (let attempt = 1; ; attempt++) {
        let answer;
        try {
            answer = await get(url, headers);
        } catch (error) {
            answer = error.message;
        }
        console.log(`${what}: ${answer}`);
        if (answer === 200) return;
        if (attempt === 5) process.exit(1);
        await pause(2000);
    }
}

async function main() {
    const key = fs.readFileSync(process.env.MEDUSA_PUBLISHABLE_KEY_FILE, "utf8").trim();
    await check("backend", `${MEDUSA_BACKEND_URL}/health`);
    await check("products", `${MEDUSA_BACKEND_URL}/store/products`, { "x-publishable-api-key": key });
    await check("shop", `${STOREFRONT_URL}/`);
}

main();
