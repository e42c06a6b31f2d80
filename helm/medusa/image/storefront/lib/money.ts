/** An amount in whole units of its currency, as Medusa states it. */
export function money(amount: number, currency: string): string {
    return new Intl.NumberFormat("en", { style: "currency", currency: currency.toUpperCase() }).format(amount);
}
