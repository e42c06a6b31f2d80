"use strict";
// Stands in for Medusa: its modules and workflows, as far as the setup uses them, over records of one table.
// Given { list, save }, which say how records are kept: in PostgreSQL (cli.js) or in a file (scripts' tests).

const crypto = require("node:crypto");

const Modules = {
    PRODUCT: "product",
    SALES_CHANNEL: "sales_channel",
    STORE: "store",
    REGION: "region",
    TAX: "tax",
    STOCK_LOCATION: "stock_location",
    FULFILLMENT: "fulfillment",
    API_KEY: "api_key",
    USER: "user",
    AUTH: "auth",
};
const ContainerRegistrationKeys = { LINK: "link", PG_CONNECTION: "__pg_connection__" };

function matches(record, filter) {
    return Object.entries(filter).every(([key, wanted]) => {
        if (Array.isArray(wanted)) return wanted.includes(record[key]);
        if (wanted !== null && typeof wanted === "object") {
            const [inner] = Object.values(wanted);
            return JSON.stringify(record[key] ?? null) === JSON.stringify(wanted) || record[`${key}_id`] === inner;
        }
        return record[key] === wanted;
    });
}

const prefixes = { api_key: "apk", user: "user", product: "prod", region: "reg", store: "store" };
const newId = (kind) => `${prefixes[kind] ?? kind}_${crypto.randomUUID().replaceAll("-", "")}`;

/** The services that a container hands out; each knows its own kinds by the names of its methods. */
function container(records) {
    const list = async (kind, filter = {}) => (await records.list(kind)).filter((each) => matches(each, filter));
    const make = async (kind, data) => {
        const record = { id: newId(kind), ...data };
        await records.save(kind, record);
        return record;
    };
    const services = {
        [Modules.SALES_CHANNEL]: { listSalesChannels: (filter) => list("sales_channel", filter) },
        [Modules.STORE]: { listStores: () => list("store") },
        [Modules.REGION]: { listRegions: (filter) => list("region", filter) },
        [Modules.TAX]: { listTaxRegions: (filter) => list("tax_region", filter) },
        [Modules.STOCK_LOCATION]: { listStockLocations: (filter) => list("stock_location", filter) },
        [Modules.API_KEY]: { listApiKeys: (filter) => list("api_key", filter) },
        [Modules.PRODUCT]: { listProducts: (filter) => list("product", filter) },
        [Modules.FULFILLMENT]: {
            listShippingProfiles: (filter) => list("shipping_profile", filter),
            listFulfillmentSets: (filter) => list("fulfillment_set", filter),
            listShippingOptions: (filter) => list("shipping_option", filter),
            createFulfillmentSets: (data) =>
                make("fulfillment_set", {
                    ...data,
                    service_zones: data.service_zones.map((zone) => ({ id: newId("serzo"), ...zone })),
                }),
        },
        [Modules.USER]: {
            listUsers: (filter) => list("user", filter),
            createUsers: (data) => make("user", data),
        },
        [Modules.AUTH]: {
            listAuthIdentities: (filter) => list("auth_identity", filter),
            register: async (provider, { body }) => {
                if (!body.email || !body.password) return { success: false, error: "Email and password are needed" };
                const identity = { entity_id: body.email, provider };
                if ((await list("auth_identity", { provider_identities: identity })).length > 0) {
                    return { success: false, error: "Identity with email already exists" };
                }
                const digest = crypto.createHash("sha256").update(body.password).digest("hex");
                const made = await make("auth_identity", { provider_identities: identity, digest });
                return { success: true, authIdentity: made };
            },
            updateAuthIdentities: async ({ id, ...changes }) => {
                const [identity] = await list("auth_identity", { id });
                if (!identity) throw new Error(`no identity ${id}`);
                await records.save("auth_identity", { ...identity, ...changes });
            },
        },
        [ContainerRegistrationKeys.LINK]: {
            create: (link) => records.save("link", { id: JSON.stringify(link), ...link }),
        },
    };
    return { records, list, make, resolve: (key) => services[key] ?? unknown(key) };
}

function unknown(key) {
    throw new Error(`no module ${key}`);
}

const some = (pick, kind) => async (shop, input) => {
    const made = [];
    for (const data of pick(input)) made.push(await shop.make(kind, data));
    return made;
};
const steps = {
    createSalesChannelsWorkflow: some((input) => input.salesChannelsData, "sales_channel"),
    createStoresWorkflow: some((input) => input.stores, "store"),
    createRegionsWorkflow: some((input) => input.regions, "region"),
    createTaxRegionsWorkflow: some((input) => input, "tax_region"),
    createStockLocationsWorkflow: some((input) => input.locations, "stock_location"),
    createShippingProfilesWorkflow: some((input) => input.data, "shipping_profile"),
    createShippingOptionsWorkflow: some((input) => input, "shipping_option"),
    createProductsWorkflow: some((input) => input.products, "product"),
    createApiKeysWorkflow: some(
        (input) =>
            input.api_keys.map((key) => {
                const token = `pk_${crypto.randomBytes(32).toString("hex")}`;
                return { ...key, token, redacted: `${token.slice(0, 6)}***${token.slice(-3)}`, salt: "" };
            }),
        "api_key"
    ),
    updateStoresWorkflow: async (shop, { selector, update }) => {
        const [store] = await shop.list("store", selector);
        await shop.records.save("store", { ...store, ...update });
        return [store];
    },
    linkSalesChannelsToStockLocationWorkflow: (shop, { id, add }) => shop.records.save("link", { id: `${id} ${add}` }),
    linkSalesChannelsToApiKeyWorkflow: (shop, { id, add }) => shop.records.save("link", { id: `${id} ${add}` }),
};

/** What @medusajs/medusa/core-flows exports: workflows that are bound to a container and then run. */
const flows = Object.fromEntries(
    Object.entries(steps).map(([name, step]) => [
        name,
        (shop) => ({ run: async ({ input }) => ({ result: await step(shop, input) }) }),
    ])
);

module.exports = { Modules, ContainerRegistrationKeys, container, flows };
