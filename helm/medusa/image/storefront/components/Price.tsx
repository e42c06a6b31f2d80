import type { Variant } from "../lib/medusa";
import { money } from "../lib/money";

export function Price({ variant }: { variant?: Variant }) {
    const price = variant?.calculated_price;
    if (!price) return <span className="muted">Not for sale here</span>;
    return <span>{money(price.calculated_amount, price.currency_code)}</span>;
}
