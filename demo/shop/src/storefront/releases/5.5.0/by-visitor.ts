import type { Category } from "../../../catalog/api.ts";
import { type Caller, currentCaller } from "../../../chassis/caller.ts";
import type { Upstream } from "../../../chassis/upstream.ts";

/** Asked for once for each visitor, and forgotten with them. */
export function categoriesOfVisitor(catalog: Upstream): () => Promise<Category[]> {
  const remembered = new WeakMap<Caller, Promise<Category[]>>();
  return () => {
    const visitor = currentCaller();
    const known = remembered.get(visitor);
    if (known) return known;
    const answer = catalog.get<Category[]>("/categories");
    remembered.set(visitor, answer);
    return answer;
  };
}
