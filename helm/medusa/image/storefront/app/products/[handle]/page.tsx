import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AddToCart } from "../../../components/AddToCart";
import { product, region } from "../../../lib/medusa";

type Props = { params: Promise<{ handle: string }> };

async function find({ params }: Props) {
    const { handle } = await params;
    return product((await region()).id, decodeURIComponent(handle));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
    return { title: (await find(props))?.title };
}

export default async function ProductPage(props: Props) {
    const found = await find(props);
    if (!found) notFound();
    const picture = found.images?.[0]?.url ?? found.thumbnail;
    return (
        <article>
            <h1>{found.title}</h1>
            {picture && <img className="picture" style={{ maxWidth: "24rem" }} src={picture} alt={found.title} />}
            {found.description && <p>{found.description}</p>}
            <AddToCart variants={found.variants} />
        </article>
    );
}
