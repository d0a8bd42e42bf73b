import type { Request } from "express";
import type { Pool } from "pg";
import { log } from "../chassis/log.ts";
import { Problem } from "../chassis/problem.ts";
import { queryText } from "../chassis/query.ts";
import type { Service } from "../chassis/serve.ts";
import type { products } from "./products.ts";

const slowSearchMs = 50;

/** @param store  reads what the catalogue holds */
export const catalogService = (database: Pool, store: typeof products): Service => ({
  routes(app) {
    app.get("/categories", async (_request, response) => {
      response.json(await store.categories(database));
    });

    app.get("/products/popular", async (_request, response) => {
      response.json(await store.popularProducts(database, 12));
    });

    app.get("/products", async ({ query }, response) => {
      const ids = queryText(query, "ids");
      response.json(
        ids === ""
          ? await store.productsOfCategory(database, queryText(query, "category"), pageOf(query))
          : await store.productsById(database, ids.split(",").map(Number)),
      );
    });

    app.get("/products/search", async ({ query }, response) => {
      const words = queryText(query, "q").trim();
      if (words === "") throw new Problem(400, "search_empty", "say what to search for in ?q=");
      const inReviews = queryText(query, "in") === "reviews";
      const search = inReviews ? store.productsByReview : store.productsByName;
      const started = performance.now();
      const found = await search(database, words, pageOf(query));
      const took = Math.round(performance.now() - started);
      const fields = { words, in_reviews: inReviews, found: found.products.length, duration_ms: took };
      if (took > slowSearchMs) log.warn(fields, "slow search");
      else log.info(fields, "searched");
      response.json(found);
    });

    app.get("/products/:id", async ({ params }, response) => {
      const id = Number(params.id);
      const product = Number.isInteger(id) ? await store.productDetail(database, id) : undefined;
      if (!product) throw new Problem(404, "product_unknown", `no product has the number ${params.id}`);
      response.json(product);
    });
  },
  ready: () => database.query("SELECT 1"),
  close: () => database.end(),
});

function pageOf(query: Request["query"]): number {
  const page = Number(queryText(query, "page", "1"));
  if (!Number.isInteger(page) || page < 1) throw new Problem(400, "page_invalid", "?page= counts from 1");
  return page;
}
