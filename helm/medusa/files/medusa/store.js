"use strict";
// What a new shop needs to sell something, run by `medusa exec`. Each part is done once and recorded, so that a
// later revision never takes back what the merchant has changed since; one cut short before it was recorded is
// done again, and finds its own traces.

const fs = require("node:fs");
const path = require("node:path");
const { application, connect } = require("./services.js");

const { ContainerRegistrationKeys, Modules } = application("@medusajs/framework/utils");
const flows = application("@medusajs/medusa/core-flows");

const WAREHOUSE = "Warehouse";
const DELIVERY = "Delivery";
const STOREFRONT = "Storefront";
const SAMPLE = "sample-product";

function secret(name) {
    return fs.readFileSync(path.join(process.env.CREDENTIALS ?? "/etc/urumi/credentials", name), "utf8").trim();
}

/** The parts by name, in order; what one returns is recorded with it. */
function parts(container) {
    const service = (key) => container.resolve(Modules[key]);
    const link = container.resolve(ContainerRegistrationKeys.LINK);
    const run = async (flow, input) => (await flows[flow](container).run({ input })).result;
    const first = async (found, make) => (await found)[0] ?? (await make());

    const currency = process.env.SHOP_CURRENCY.toLowerCase();
    const countries = process.env.SHOP_COUNTRIES.toLowerCase().split(",");

    const salesChannel = () =>
        first(service("SALES_CHANNEL").listSalesChannels({}, { take: 1, order: { created_at: "ASC" } }), async () => {
            const [made] = await run("createSalesChannelsWorkflow", {
                salesChannelsData: [{ name: "Default Sales Channel" }],
            });
            return made;
        });
    const region = async () => (await service("REGION").listRegions({ currency_code: currency }))[0];
    const warehouse = async () => (await service("STOCK_LOCATION").listStockLocations({ name: WAREHOUSE }))[0];
    const shippingProfile = () =>
        first(service("FULFILLMENT").listShippingProfiles({ type: "default" }), async () => {
            const [made] = await run("createShippingProfilesWorkflow", {
                data: [{ name: "Default Shipping Profile", type: "default" }],
            });
            return made;
        });

    const all = {
        async store() {
            const channel = await salesChannel();
            const wanted = {
                name: process.env.SHOP_TITLE,
                supported_currencies: [{ currency_code: currency, is_default: true }],
                default_sales_channel_id: channel.id,
            };
            const [store] = await service("STORE").listStores();
            if (store) await run("updateStoresWorkflow", { selector: { id: store.id }, update: wanted });
            else await run("createStoresWorkflow", { stores: [wanted] });
        },
        async region() {
            if (await region()) return;
            await run("createRegionsWorkflow", {
                regions: [
                    { name: "Home", currency_code: currency, countries, payment_providers: ["pp_system_default"] },
                ],
            });
        },
        async taxes() {
            const there = await service("TAX").listTaxRegions({ country_code: countries });
            const missing = countries.filter((code) => !there.some((tax) => tax.country_code === code));
            if (missing.length === 0) return;
            await run(
                "createTaxRegionsWorkflow",
                missing.map((country_code) => ({ country_code, provider_id: "tp_system" }))
            );
        },
        async warehouse() {
            const place =
                (await warehouse()) ??
                (
                    await run("createStockLocationsWorkflow", {
                        locations: [{ name: WAREHOUSE, address: { address_1: "", country_code: countries[0] } }],
                    })
                )[0];
            const channel = await salesChannel();
            await link.create({
                [Modules.STOCK_LOCATION]: { stock_location_id: place.id },
                [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" },
            });
            await run("linkSalesChannelsToStockLocationWorkflow", { id: place.id, add: [channel.id] });
        },
        async shipping() {
            const fulfillment = service("FULFILLMENT");
            const place = await warehouse();
            const profile = await shippingProfile();
            const relations = { relations: ["service_zones"] };
            const set = await first(fulfillment.listFulfillmentSets({ name: DELIVERY }, relations), () =>
                fulfillment.createFulfillmentSets({
                    name: DELIVERY,
                    type: "shipping",
                    service_zones: [
                        {
                            name: "Home",
                            geo_zones: countries.map((country_code) => ({ type: "country", country_code })),
                        },
                    ],
                })
            );
            await link.create({
                [Modules.STOCK_LOCATION]: { stock_location_id: place.id },
                [Modules.FULFILLMENT]: { fulfillment_set_id: set.id },
            });
            const zone = set.service_zones[0];
            const options = await fulfillment.listShippingOptions({ service_zone: { id: zone.id } });
            if (options.length > 0) return;
            await run("createShippingOptionsWorkflow", [
                {
                    name: "Flat rate",
                    price_type: "flat",
                    provider_id: "manual_manual",
                    service_zone_id: zone.id,
                    shipping_profile_id: profile.id,
                    type: { label: "Standard", description: "Delivered to your door.", code: "standard" },
                    prices: [{ currency_code: currency, amount: 5 }],
                    rules: [
                        { attribute: "enabled_in_store", operator: "eq", value: "true" },
                        { attribute: "is_return", operator: "eq", value: "false" },
                    ],
                },
            ]);
        },
        async "publishable key"() {
            const key = await first(
                service("API_KEY").listApiKeys({ title: STOREFRONT, type: "publishable" }),
                async () => {
                    const [made] = await run("createApiKeysWorkflow", {
                        api_keys: [{ title: STOREFRONT, type: "publishable", created_by: "" }],
                    });
                    return made;
                }
            );
            const channel = await salesChannel();
            await run("linkSalesChannelsToApiKeyWorkflow", { id: key.id, add: [channel.id] });
            return key.id;
        },
        async admin() {
            const email = secret("admin-email");
            const users = service("USER");
            const auth = service("AUTH");
            const user = await first(users.listUsers({ email }), () => users.createUsers({ email }));
            const filter = { provider_identities: { entity_id: email, provider: "emailpass" } };
            const identity = await first(auth.listAuthIdentities(filter), async () => {
                const made = await auth.register("emailpass", {
                    body: { email, password: secret("admin-password") },
                });
                if (!made.success) throw new Error(`the admin's login: ${made.error}`);
                return made.authIdentity;
            });
            await auth.updateAuthIdentities({ id: identity.id, app_metadata: { user_id: user.id } });
        },
    };
    if (process.env.SHOP_SAMPLE_PRODUCT === "true") {
        all["sample product"] = async () => {
            if ((await service("PRODUCT").listProducts({ handle: SAMPLE })).length > 0) return;
            const channel = await salesChannel();
            const profile = await shippingProfile();
            await run("createProductsWorkflow", {
                products: [
                    {
                        title: "Sample product",
                        handle: SAMPLE,
                        description: "Buy it to see that everything works; delete it when you like.",
                        status: "published",
                        shipping_profile_id: profile.id,
                        sales_channels: [{ id: channel.id }],
                        options: [{ title: "Size", values: ["One size"] }],
                        variants: [
                            {
                                title: "One size",
                                sku: "urumi-sample",
                                manage_inventory: false,
                                options: { Size: "One size" },
                                prices: [{ currency_code: currency, amount: 25 }],
                            },
                        ],
                    },
                ],
            });
        };
    }
    return all;
}

async function store({ container }) {
    const client = await connect();
    try {
        const { rows } = await client.query("SELECT part FROM urumi.setup");
        const done = new Set(rows.map((row) => row.part));
        for (const [name, part] of Object.entries(parts(container))) {
            if (done.has(name)) {
                console.log(`Store: ${name} was done before`);
                continue;
            }
            const value = (await part()) ?? null;
            await client.query("INSERT INTO urumi.setup (part, value) VALUES ($1, $2)", [name, value]);
            console.log(`Store: ${name} done`);
        }
    } finally {
        await client.end();
    }
}

// As TypeScript compiles a default export, which is what `medusa exec` looks for.
Object.defineProperty(exports, "__esModule", { value: true });
exports.default = store;
