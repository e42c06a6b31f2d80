import { Checkout } from "../../components/Checkout";
import { region } from "../../lib/medusa";

export const metadata = { title: "Checkout" };

export default async function CheckoutPage() {
    const { countries } = await region();
    return (
        <>
            <h1>Checkout</h1>
            <Checkout countries={countries} />
        </>
    );
}
