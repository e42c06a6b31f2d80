"use client";

import Link from "next/link";
import { FormEvent, useState } from "react";
import type { Variant } from "../lib/medusa";
import { addToCart } from "../lib/cart";
import { Price } from "./Price";

export function AddToCart({ variants }: { variants: Variant[] }) {
    const [chosen, setChosen] = useState(variants[0]?.id ?? "");
    const [quantity, setQuantity] = useState(1);
    const [busy, setBusy] = useState(false);
    const [message, setMessage] = useState<{ text: string; wrong: boolean }>();
    const variant = variants.find((each) => each.id === chosen);

    async function submit(event: FormEvent) {
        event.preventDefault();
        setBusy(true);
        try {
            await addToCart(chosen, quantity);
            setMessage({ text: "It's in the cart.", wrong: false });
        } catch (error) {
            setMessage({ text: (error as Error).message, wrong: true });
        } finally {
            setBusy(false);
        }
    }

    return (
        <form onSubmit={submit}>
            {variants.length > 1 && (
                <label>
                    Variant
                    <select value={chosen} onChange={(event) => setChosen(event.target.value)}>
                        {variants.map((each) => (
                            <option key={each.id} value={each.id}>
                                {each.title}
                            </option>
                        ))}
                    </select>
                </label>
            )}
            <div>
                <Price variant={variant} />
            </div>
            <label>
                Quantity
                <input
                    className="quantity"
                    type="number"
                    min={1}
                    max={99}
                    required
                    value={quantity}
                    onChange={(event) => setQuantity(Number(event.target.value))}
                />
            </label>
            <button disabled={busy || !variant?.calculated_price}>Add to cart</button>
            {message && (
                <p className={message.wrong ? "error" : undefined} role="status">
                    {message.text} {!message.wrong && <Link href="/cart">To the cart</Link>}
                </p>
            )}
        </form>
    );
}
