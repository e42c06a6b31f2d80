// The shopper's cart: its id is kept in this browser, everything else in the backend.

import { Cart, MedusaError, carts, region } from "./medusa";

const ID = "cart";
export const CHANGED = "cart-changed";

function keep(cart: Cart): Cart {
    localStorage.setItem(ID, cart.id);
    window.dispatchEvent(new CustomEvent<Cart>(CHANGED, { detail: cart }));
    return cart;
}

export function forgetCart(): void {
    localStorage.removeItem(ID);
    window.dispatchEvent(new CustomEvent(CHANGED));
}

/** The cart of this browser, if there is one that can still be changed. */
export async function currentCart(): Promise<Cart | undefined> {
    const id = localStorage.getItem(ID);
    if (!id) return undefined;
    try {
        const cart = await carts.get(id);
        if (!cart.completed_at) return cart;
    } catch (error) {
        if (!(error instanceof MedusaError) || error.status !== 404) throw error;
    }
    forgetCart();
    return undefined;
}

export async function addToCart(variantId: string, quantity: number): Promise<Cart> {
    const cart = (await currentCart()) ?? (await carts.create((await region()).id));
    localStorage.setItem(ID, cart.id);
    return keep(await carts.add(cart.id, variantId, quantity));
}

export async function changeLine(cart: Cart, line: string, quantity: number): Promise<Cart> {
    return keep(quantity > 0 ? await carts.change(cart.id, line, quantity) : await carts.remove(cart.id, line));
}
