// The store API of Medusa, as much of it as a small shop needs. Runs on the server and in browsers; each has its
// own address of the backend, written in when the container starts.

const backend = process.env.NEXT_PUBLIC_MEDUSA_BACKEND_URL ?? "";
const publishableKey = process.env.NEXT_PUBLIC_MEDUSA_PUBLISHABLE_KEY ?? "";

export type Region = { id: string; name: string; currency_code: string; countries: Country[] };
export type Country = { iso_2: string; display_name: string };
export type Variant = {
    id: string;
    title: string;
    calculated_price?: { calculated_amount: number; currency_code: string };
};
export type Product = {
    id: string;
    title: string;
    handle: string;
    description: string | null;
    thumbnail: string | null;
    images?: { id: string; url: string }[];
    variants: Variant[];
};
export type LineItem = {
    id: string;
    product_title: string | null;
    variant_title: string | null;
    title: string;
    quantity: number;
    unit_price: number;
};
export type Cart = {
    id: string;
    currency_code: string;
    items?: LineItem[];
    item_subtotal?: number;
    shipping_total?: number;
    tax_total?: number;
    total?: number;
    completed_at?: string | null;
};
export type ShippingOption = { id: string; name: string; amount: number };
export type Order = { id: string; display_id: number; email: string; currency_code: string; total: number };
export type Address = {
    first_name: string;
    last_name: string;
    address_1: string;
    postal_code: string;
    city: string;
    country_code: string;
};

/** What the backend refused, in its own words; `status` tells the kinds apart. */
export class MedusaError extends Error {
    constructor(
        readonly status: number,
        message: string
    ) {
        super(message);
        this.name = "MedusaError";
    }
}

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(backend + path, {
        method,
        headers: {
            "x-publishable-api-key": publishableKey,
            ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
    });
    if (!response.ok) {
        const answer = (await response.json().catch(() => ({}))) as { message?: string };
        throw new MedusaError(response.status, answer.message ?? `The shop answered ${response.status}.`);
    }
    return (await response.json()) as Answer;
}

const query = (values: Record<string, string>) => new URLSearchParams(values).toString();
const PRICES = "*variants.calculated_price";

export async function region(): Promise<Region> {
    const { regions } = await call<{ regions: Region[] }>("GET", "/store/regions");
    if (regions.length === 0) throw new MedusaError(404, "This shop sells to no region yet.");
    return regions[0];
}

export async function products(regionId: string, offset = 0, limit = 24) {
    const values = { region_id: regionId, fields: PRICES, limit: `${limit}`, offset: `${offset}` };
    return call<{ products: Product[]; count: number }>("GET", `/store/products?${query(values)}`);
}

export async function product(regionId: string, handle: string): Promise<Product | undefined> {
    const values = { region_id: regionId, fields: PRICES, handle };
    const answer = await call<{ products: Product[] }>("GET", `/store/products?${query(values)}`);
    return answer.products[0];
}

export const carts = {
    create: async (regionId: string) => (await call<{ cart: Cart }>("POST", "/store/carts", { region_id: regionId })).cart,
    get: async (id: string) => (await call<{ cart: Cart }>("GET", `/store/carts/${id}`)).cart,
    add: async (id: string, variantId: string, quantity: number) =>
        (await call<{ cart: Cart }>("POST", `/store/carts/${id}/line-items`, { variant_id: variantId, quantity })).cart,
    change: async (id: string, line: string, quantity: number) =>
        (await call<{ cart: Cart }>("POST", `/store/carts/${id}/line-items/${line}`, { quantity })).cart,
    remove: async (id: string, line: string) =>
        (await call<{ parent: Cart }>("DELETE", `/store/carts/${id}/line-items/${line}`)).parent,
    address: async (id: string, email: string, address: Address) =>
        (
            await call<{ cart: Cart }>("POST", `/store/carts/${id}`, {
                email,
                shipping_address: address,
                billing_address: address,
            })
        ).cart,
    shippingOptions: async (id: string) =>
        (
            await call<{ shipping_options: ShippingOption[] }>(
                "GET",
                `/store/shipping-options?${query({ cart_id: id })}`
            )
        ).shipping_options,
    ship: async (id: string, option: string) =>
        (await call<{ cart: Cart }>("POST", `/store/carts/${id}/shipping-methods`, { option_id: option })).cart,
    /** Opens a payment that the merchant takes by hand; asking again finds the one that is open. */
    pay: async (id: string) => {
        const { payment_collection } = await call<{ payment_collection: { id: string } }>(
            "POST",
            "/store/payment-collections",
            { cart_id: id }
        );
        await call("POST", `/store/payment-collections/${payment_collection.id}/payment-sessions`, {
            provider_id: "pp_system_default",
        });
    },
    complete: async (id: string): Promise<Order> => {
        const answer = await call<{ type: "order"; order: Order } | { type: "cart"; error: { message: string } }>(
            "POST",
            `/store/carts/${id}/complete`
        );
        if (answer.type === "order") return answer.order;
        throw new MedusaError(409, answer.error.message);
    },
};
