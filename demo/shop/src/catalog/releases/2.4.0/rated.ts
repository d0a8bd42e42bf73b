import type { Queryable } from "../../../chassis/database.ts";
import type { Product, ProductPage } from "../../api.ts";
import { products } from "../../products.ts";

interface Rated extends Product {
  rating: number | null;
  reviews: number;
}

export async function popularProducts(database: Queryable, count: number): Promise<Rated[]> {
  return withRatings(database, await products.popularProducts(database, count));
}

export async function productsOfCategory(
  database: Queryable,
  category: string,
  page: number,
): Promise<ProductPage> {
  const found = await products.productsOfCategory(database, category, page);
  return { ...found, products: await withRatings(database, found.products) };
}

export async function productsByName(database: Queryable, words: string, page: number): Promise<ProductPage> {
  const found = await products.productsByName(database, words, page);
  return { ...found, products: await withRatings(database, found.products) };
}

async function withRatings(database: Queryable, listed: readonly Product[]): Promise<Rated[]> {
  const rated: Rated[] = [];
  for (const product of listed) {
    const { rows } = await database.query<Pick<Rated, "rating" | "reviews">>(
      "SELECT avg(stars)::float AS rating, count(*)::int AS reviews FROM review WHERE product_id = $1",
      [product.id],
    );
    rated.push({ ...product, rating: rows[0]?.rating ?? null, reviews: rows[0]?.reviews ?? 0 });
  }
  return rated;
}
