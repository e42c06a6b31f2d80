"use strict";
// Waits until Medusa can start: PostgreSQL and Redis answer, and the tables are those of this image.

const { connect, pingRedis, until } = require("./services.js");

async function schemaIsThere() {
    const client = await connect();
    try {
        const { rowCount } = await client.query("SELECT 1 FROM urumi.setup WHERE part = $1", [
            `schema ${process.env.URUMI_SCHEMA}`,
        ]);
        if (rowCount === 0) throw new Error("the setup Job has not migrated the database to this image yet");
    } catch (error) {
        // No such schema, no such table.
        if (error.code === "3F000" || error.code === "42P01") throw new Error("the database is empty yet");
        throw error;
    } finally {
        await client.end();
    }
}

async function main() {
    const seconds = Number(process.env.WAIT_SECONDS ?? 900);
    await until("Redis", seconds, pingRedis);
    await until("the setup Job", seconds, schemaIsThere);
    console.log("Everything Medusa needs is there.");
}

main().catch((error) => {
    console.error(error.message);
    process.exit(1);
});
