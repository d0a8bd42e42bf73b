import type { Category } from "../catalog/api.ts";
import type { Upstream } from "../chassis/upstream.ts";

const freshMs = 60_000;

/** Categories change about once a season, and every page shows them: asked for once a minute, not once a page. */
export function rememberedCategories(catalog: Upstream): () => Promise<Category[]> {
  let askedAt = -Infinity;
  let answer: Promise<Category[]> = Promise.resolve([]);
  return () => {
    if (Date.now() - askedAt > freshMs) {
      askedAt = Date.now();
      answer = catalog.get("/categories");
      answer.catch(() => (askedAt = -Infinity));
    }
    return answer;
  };
}
