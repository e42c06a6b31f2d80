"use client";

import Link from "next/link";
import { FormEvent, useEffect, useState } from "react";
import { Address, Cart, Country, Order, ShippingOption, carts } from "../lib/medusa";
import { currentCart, forgetCart } from "../lib/cart";
import { money } from "../lib/money";

const FIELDS: { name: keyof Address; label: string; complete: string }[] = [
    { name: "first_name", label: "First name", complete: "given-name" },
    { name: "last_name", label: "Last name", complete: "family-name" },
    { name: "address_1", label: "Street and number", complete: "address-line1" },
    { name: "postal_code", label: "Postal code", complete: "postal-code" },
    { name: "city", label: "City", complete: "address-level2" },
];

/** Address, then shipping, then the order: each step is the backend's before the next one shows. */
export function Checkout({ countries }: { countries: Country[] }) {
    const [cart, setCart] = useState<Cart | null>();
    const [options, setOptions] = useState<ShippingOption[]>();
    const [order, setOrder] = useState<Order>();
    const [wrong, setWrong] = useState<string>();
    const [busy, setBusy] = useState(false);

    useEffect(() => {
        currentCart().then(
            (found) => setCart(found ?? null),
            (error: Error) => setWrong(error.message)
        );
    }, []);

    async function attempt(step: () => Promise<void>) {
        setBusy(true);
        setWrong(undefined);
        try {
            await step();
        } catch (error) {
            setWrong((error as Error).message);
        } finally {
            setBusy(false);
        }
    }

    function submitAddress(event: FormEvent<HTMLFormElement>) {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? "").trim();
        const address = Object.fromEntries(
            [...FIELDS.map((field) => field.name), "country_code"].map((name) => [name, text(name)])
        ) as Address;
        void attempt(async () => {
            if (!cart) return;
            setCart(await carts.address(cart.id, text("email"), address));
            setOptions(await carts.shippingOptions(cart.id));
        });
    }

    function submitOrder(event: FormEvent<HTMLFormElement>) {
        event.preventDefault();
        const option = String(new FormData(event.currentTarget).get("option") ?? "");
        void attempt(async () => {
            if (!cart) return;
            setCart(await carts.ship(cart.id, option));
            await carts.pay(cart.id);
            setOrder(await carts.complete(cart.id));
            forgetCart();
        });
    }

    if (order) {
        return (
            <p role="status">
                Thank you. Your order is number {order.display_id}, {money(order.total, order.currency_code)}; a word
                about the payment goes to {order.email}.
            </p>
        );
    }
    if (cart === undefined && !wrong) return <p className="muted">One moment …</p>;
    if (!cart || (cart.items ?? []).length === 0) {
        return wrong ? (
            <p className="error">{wrong}</p>
        ) : (
            <p>
                The cart is empty. <Link href="/">To the products</Link>
            </p>
        );
    }
    return (
        <>
            {!options ? (
                <form onSubmit={submitAddress}>
                    <label>
                        E-mail
                        <input name="email" type="email" autoComplete="email" required />
                    </label>
                    {FIELDS.map((field) => (
                        <label key={field.name}>
                            {field.label}
                            <input name={field.name} autoComplete={field.complete} required />
                        </label>
                    ))}
                    <label>
                        Country
                        <select name="country_code" autoComplete="country" required>
                            {countries.map((country) => (
                                <option key={country.iso_2} value={country.iso_2}>
                                    {country.display_name}
                                </option>
                            ))}
                        </select>
                    </label>
                    <button disabled={busy}>Go on</button>
                </form>
            ) : (
                <form onSubmit={submitOrder}>
                    {options.length === 0 && <p className="error">The shop does not deliver there.</p>}
                    {options.map((option, index) => (
                        <label key={option.id}>
                            <span>
                                <input type="radio" name="option" value={option.id} defaultChecked={index === 0} required />{" "}
                                {option.name}, {money(option.amount, cart.currency_code)}
                            </span>
                        </label>
                    ))}
                    <p>
                        Goods {money(cart.item_subtotal ?? 0, cart.currency_code)}. You pay by hand: the shop tells you how.
                    </p>
                    <button disabled={busy || options.length === 0}>Order and pay</button>
                    <button type="button" disabled={busy} onClick={() => setOptions(undefined)}>
                        Back to the address
                    </button>
                </form>
            )}
            {wrong && <p className="error">{wrong}</p>}
        </>
    );
}
