"use strict";
// Connections to Redis's port go to the one that the test listens on.
const net = require("node:net");

const { connect } = net;
net.connect = (options) => connect(options.port === 6379 ? { ...options, port: Number(process.env.REDIS_PORT) } : options);
if (process.env.WRONG_PASSWORD) {
    const { write } = net.Socket.prototype;
    net.Socket.prototype.write = function (data, ...rest) {
        return write.call(this, typeof data === "string" ? data.replace(/AUTH \S+/, "AUTH wrong") : data, ...rest);
    };
}
