"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import type { Cart } from "../lib/medusa";
import { CHANGED, currentCart } from "../lib/cart";

const count = (cart?: Cart | null) => (cart?.items ?? []).reduce((sum, item) => sum + item.quantity, 0);

export function CartLink() {
    const [items, setItems] = useState(0);
    useEffect(() => {
        const changed = (event: Event) => setItems(count((event as CustomEvent<Cart | null>).detail));
        window.addEventListener(CHANGED, changed);
        currentCart().then(
            (cart) => setItems(count(cart)),
            () => undefined
        );
        return () => window.removeEventListener(CHANGED, changed);
    }, []);
    return <Link href="/cart">Cart{items > 0 ? ` (${items})` : ""}</Link>;
}
