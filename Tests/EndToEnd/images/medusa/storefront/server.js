"use strict";
// Stands in for the server of Next.js: pages of the built folder's settings, which start.js has filled in.

const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");

const { backend, key } = require(path.join(__dirname, ".next/server/settings.js"));

async function page() {
    const response = await fetch(`${backend}/store/products`, { headers: { "x-publishable-api-key": key } });
    if (!response.ok) return [500, "The shop does not answer"];
    const { products } = await response.json();
    const items = products.map((product) => `<li>${product.title}</li>`).join("");
    return [200, `<title>${process.env.SHOP_TITLE}</title><ul>${items}</ul>`];
}

const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://x");
    let answer;
    try {
        if (pathname === "/admin") answer = [307, ""];
        else if (pathname.startsWith("/_next/static/")) {
            answer = [200, fs.readFileSync(path.join(__dirname, ".next/static", path.basename(pathname)), "utf8")];
        } else answer = await page();
    } catch (error) {
        answer = [500, error.message];
    }
    response.writeHead(answer[0], answer[0] === 307 ? { location: "/app" } : { "content-type": "text/html" });
    response.end(answer[1]);
});
server.listen(Number(process.env.PORT), process.env.HOSTNAME, () => console.log("Ready"));
process.on("SIGTERM", () => process.exit(0));
