"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import type { Cart, LineItem } from "../lib/medusa";
import { changeLine, currentCart } from "../lib/cart";
import { money } from "../lib/money";

export function CartTable() {
    const [cart, setCart] = useState<Cart | null>();
    const [wrong, setWrong] = useState<string>();
    const [busy, setBusy] = useState(false);

    useEffect(() => {
        currentCart().then(
            (found) => setCart(found ?? null),
            (error: Error) => setWrong(error.message)
        );
    }, []);

    async function change(item: LineItem, quantity: number) {
        if (!cart) return;
        setBusy(true);
        try {
            setCart(await changeLine(cart, item.id, quantity));
            setWrong(undefined);
        } catch (error) {
            setWrong((error as Error).message);
        } finally {
            setBusy(false);
        }
    }

    if (wrong && !cart) return <p className="error">{wrong}</p>;
    if (cart === undefined) return <p className="muted">One moment …</p>;
    const items = cart?.items ?? [];
    if (!cart || items.length === 0) {
        return (
            <p>
                The cart is empty. <Link href="/">To the products</Link>
            </p>
        );
    }
    return (
        <>
            <table>
                <thead>
                    <tr>
                        <th>Product</th>
                        <th>Quantity</th>
                        <th>Price</th>
                    </tr>
                </thead>
                <tbody>
                    {items.map((item) => (
                        <tr key={item.id}>
                            <td>
                                {item.product_title ?? item.title}
                                <div className="muted">{item.variant_title}</div>
                            </td>
                            <td>
                                <input
                                    className="quantity"
                                    aria-label="Quantity"
                                    type="number"
                                    min={0}
                                    max={99}
                                    disabled={busy}
                                    value={item.quantity}
                                    onChange={(event) => change(item, Number(event.target.value))}
                                />
                            </td>
                            <td>{money(item.unit_price * item.quantity, cart.currency_code)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
            {wrong && <p className="error">{wrong}</p>}
            <p>
                Sum: <strong>{money(cart.item_subtotal ?? 0, cart.currency_code)}</strong>, shipping and taxes come at
                the checkout.
            </p>
            <p>
                <Link href="/checkout">To the checkout</Link>
            </p>
        </>
    );
}
