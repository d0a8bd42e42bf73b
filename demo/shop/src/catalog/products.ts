import type { Queryable } from "../chassis/database.ts";
import type { Category, Product, ProductDetail, ProductPage } from "./api.ts";

const pageSize = 24;
const listed = `id, category, name_ko AS "nameKo", name_en AS "nameEn", price`;

async function categories(database: Queryable): Promise<Category[]> {
  const { rows } = await database.query<Category>(
    `SELECT slug, name_ko AS "nameKo", name_en AS "nameEn" FROM category ORDER BY position`,
  );
  return rows;
}

async function popularProducts(database: Queryable, count: number): Promise<Product[]> {
  const { rows } = await database.query<Product>(
    `SELECT ${listed} FROM product ORDER BY popularity DESC LIMIT $1`,
    [count],
  );
  return rows;
}

async function productsOfCategory(database: Queryable, category: string, page: number): Promise<ProductPage> {
  const { rows } = await database.query<Product>(
    `SELECT ${listed} FROM product WHERE category = $1 ORDER BY popularity DESC LIMIT $2 OFFSET $3`,
    [category, pageSize + 1, (page - 1) * pageSize],
  );
  return asPage(rows, page);
}

async function productsByName(database: Queryable, words: string, page: number): Promise<ProductPage> {
  const { rows } = await database.query<Product>(
    `SELECT ${listed} FROM product WHERE name_ko ILIKE $1 OR name_en ILIKE $1
     ORDER BY popularity DESC LIMIT $2 OFFSET $3`,
    [containing(words), pageSize + 1, (page - 1) * pageSize],
  );
  return asPage(rows, page);
}

/** Most mentioned first. Reads every review there is: no index serves a pattern that begins with a wildcard. */
async function productsByReview(database: Queryable, words: string, page: number): Promise<ProductPage> {
  const { rows } = await database.query<Product>(
    `SELECT ${listed} FROM product
     JOIN (SELECT product_id, count(*) AS mentions FROM review WHERE body ILIKE $1 GROUP BY product_id) r ON product_id = id
     ORDER BY mentions DESC, popularity DESC LIMIT $2 OFFSET $3`,
    [containing(words), pageSize + 1, (page - 1) * pageSize],
  );
  return asPage(rows, page);
}

async function productsById(database: Queryable, ids: readonly number[]): Promise<Product[]> {
  const { rows } = await database.query<Product>(`SELECT ${listed} FROM product WHERE id = ANY($1)`, [ids]);
  return rows;
}

async function productDetail(database: Queryable, id: number): Promise<ProductDetail | undefined> {
  const { rows } = await database.query<ProductDetail>(
    `SELECT ${listed}, description_ko AS "descriptionKo", description_en AS "descriptionEn",
            r.rating::float AS rating, r.reviews::int AS reviews
     FROM product, LATERAL (SELECT avg(stars) AS rating, count(*) AS reviews FROM review WHERE product_id = product.id) r
     WHERE product.id = $1`,
    [id],
  );
  return rows[0];
}

const containing = (words: string) => `%${words.replace(/[%_\\]/g, "\\$&")}%`;

function asPage(rows: Product[], page: number): ProductPage {
  return { products: rows.slice(0, pageSize), page, more: rows.length > pageSize };
}

/** What the catalogue holds, read from its database. */
export const products = {
  categories,
  popularProducts,
  productsOfCategory,
  productsByName,
  productsByReview,
  productsById,
  productDetail,
};
