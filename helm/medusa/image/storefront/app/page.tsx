import Link from "next/link";
import { Price } from "../components/Price";
import { products, region } from "../lib/medusa";

const PAGE = 24;

export default async function Products({ searchParams }: { searchParams: Promise<{ page?: string }> }) {
    const page = Math.max(1, Number.parseInt((await searchParams).page ?? "1", 10) || 1);
    const { id } = await region();
    const found = await products(id, (page - 1) * PAGE, PAGE);
    return (
        <>
            <h1>Products</h1>
            {found.products.length === 0 && <p className="muted">There is nothing to buy here yet.</p>}
            <ul className="products">
                {found.products.map((product) => (
                    <li key={product.id}>
                        <Link href={`/products/${encodeURIComponent(product.handle)}`}>
                            {product.thumbnail ? (
                                <img className="picture" src={product.thumbnail} alt="" loading="lazy" />
                            ) : (
                                <div className="picture" />
                            )}
                            {product.title}
                        </Link>
                        <div>
                            <Price variant={product.variants[0]} />
                        </div>
                    </li>
                ))}
            </ul>
            <nav>
                {page > 1 && <Link href={`/?page=${page - 1}`}>Earlier</Link>}{" "}
                {page * PAGE < found.count && <Link href={`/?page=${page + 1}`}>More</Link>}
            </nav>
        </>
    );
}
