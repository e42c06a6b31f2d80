"use strict";
// PostgreSQL and Redis, as the scripts beside this one need them.

const net = require("node:net");
const { createRequire } = require("node:module");
const { setTimeout: pause } = require("node:timers/promises");

// Packages are the application's, in whose folder all this runs.
const application = createRequire(`${process.cwd()}/`);

/** A connection to the database; whoever asked for it ends it. */
async function connect() {
    const { Client } = application("pg");
    // Inside the cluster PostgreSQL speaks no TLS.
    const client = new Client({
        connectionString: process.env.DATABASE_URL,
        ssl: false,
        connectionTimeoutMillis: 5000,
        keepAlive: true,
    });
    client.on("error", (error) => {
        console.error(`The database went away: ${error.message}`);
        process.exit(1);
    });
    await client.connect();
    return client;
}

async function pingDatabase() {
    const client = await connect();
    try {
        await client.query("SELECT 1");
    } finally {
        await client.end();
    }
}

/** Whether Redis takes the password and has loaded its data; throws what it said otherwise. */
function pingRedis() {
    const { hostname, port, password } = new URL(process.env.REDIS_URL);
    return new Promise((resolve, reject) => {
        const socket = net.connect({ host: hostname, port: Number(port || 6379) });
        let answer = "";
        socket.setTimeout(5000, () => socket.destroy(new Error("Redis does not answer")));
        socket.on("error", reject);
        socket.on("connect", () => socket.write(`AUTH ${decodeURIComponent(password)}\r\nPING\r\n`));
        socket.on("data", (bytes) => {
            answer += bytes;
            const lines = answer.split("\r\n").slice(0, -1);
            if (lines.length < 2) return;
            socket.destroy();
            if (lines[0] === "+OK" && lines[1] === "+PONG") resolve();
            else reject(new Error(lines.find((line) => line.startsWith("-")) ?? answer));
        });
        socket.on("close", () => reject(new Error("Redis closed the connection")));
    });
}

/** Tries until `attempt` throws no more; what it threw last, after so many seconds. */
async function until(what, seconds, attempt) {
    const end = Date.now() + seconds * 1000;
    let said = 0;
    for (;;) {
        try {
            return await attempt();
        } catch (error) {
            if (Date.now() >= end) throw new Error(`${what}: not within ${seconds} s: ${error.message}`);
            if (Date.now() - said >= 20000) {
                console.log(`Waiting for ${what}: ${error.message}`);
                said = Date.now();
            }
            await pause(1000);
        }
    }
}

module.exports = { application, connect, pingDatabase, pingRedis, until };
