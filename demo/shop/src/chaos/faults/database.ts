import type { Fault } from "../fault.ts";

const imported = 200_000;

export const missingIndex: Fault = {
  name: "missing-index",
  summary: `somebody imports ${imported.toLocaleString("en")} reviews and drops the index on review (product_id) to be quicker`,
  shows:
    "the statement behind every product's page reads all reviews: tens of times slower; nothing was deployed",
  undone: "the index is made again, and the imported reviews are deleted",
  truth: {
    services: ["catalog", "database"],
    kinds: ["slow-query"],
    inside: [String.raw`from review where product_id`, "review_by_product", "productDetail"],
  },
  settleSeconds: 90,
  start: (changes) =>
    changes.statements(
      "catalog",
      [
        "DROP INDEX review_by_product",
        `INSERT INTO review (product_id, stars, body)
         SELECT product_id, stars, 'imported: ' || body FROM review, generate_series(1, ${imported}) LIMIT ${imported}`,
        "ANALYZE review",
      ],
      [
        "CREATE INDEX IF NOT EXISTS review_by_product ON review (product_id)",
        "DELETE FROM review WHERE body LIKE 'imported: %'",
        "VACUUM ANALYZE review",
      ],
    ),
};

export const databaseDown: Fault = {
  name: "database-down",
  summary: "the database is scaled to nothing",
  shows:
    "every service fails and none is ready: no connection to port 5432. A new database begins without carts and orders",
  undone: "the database is scaled to one again",
  truth: {
    services: ["database"],
    kinds: ["database-down", "dependency-down"],
    inside: ["ECONN(REFUSED|RESET)", "database", "5432"],
  },
  settleSeconds: 60,
  start: (changes) => changes.scale("statefulSets", "database", 0),
};
