/* The filter language, as a tree. Isomorphic and pure.
 *
 *   service=cart status=error                both hold
 *   duration>100ms OR "connection refused"   one of them holds; OR binds weaker than a space
 *   -k8s.namespace.name=test -debug          neither holds
 *   db.system=*                              the key is there
 *   http.route~"^/api/(carts|orders)"        RE2 regular expression, anywhere in the value
 *   (a=1 OR a=2) b!="two words"              parentheses group, quotes hold blanks and signs */

export const operators = ["=", "!=", "~", "!~", ">", ">=", "<", "<="] as const;
export type Operator = (typeof operators)[number];

export type Filter =
  | { readonly type: "and" | "or"; readonly terms: readonly Filter[] }
  | { readonly type: "not"; readonly term: Filter }
  | Comparison
  | { readonly type: "exists"; readonly key: string }
  | { readonly type: "text"; readonly text: string };

export interface Comparison {
  readonly type: "compare";
  readonly key: string;
  readonly operator: Operator;
  readonly value: string;
}

/** Holds for every item. */
export const everything: Filter = { type: "and", terms: [] };

export const isEverything = (filter: Filter): boolean => filter.type === "and" && filter.terms.length === 0;
