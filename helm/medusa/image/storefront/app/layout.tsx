import type { Metadata } from "next";
import type { ReactNode } from "react";
import Link from "next/link";
import { CartLink } from "../components/CartLink";
import "./globals.css";

// Every page shows what this shop says now, not what an image said when it was built.
export const dynamic = "force-dynamic";

const title = () => process.env.SHOP_TITLE || "Shop";

export function generateMetadata(): Metadata {
    return { title: { default: title(), template: `%s – ${title()}` } };
}

export default function Layout({ children }: { children: ReactNode }) {
    return (
        <html lang="en">
            <body>
                <header>
                    <Link href="/" className="name">
                        {title()}
                    </Link>
                    <CartLink />
                </header>
                <main>{children}</main>
            </body>
        </html>
    );
}
