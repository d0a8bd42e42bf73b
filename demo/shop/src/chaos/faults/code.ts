import type { Fault } from "../fault.ts";

/* Releases whose new code does harm: src/SERVICE/releases/VERSION. */

export const nPlusOne: Fault = {
  name: "n-plus-one",
  summary: "catalog 2.4.0 reads the rating of every product of a list by a query of its own",
  shows: "lists take several times as long; one request runs the same statement up to 25 times",
  undone: "catalog is rolled back",
  truth: {
    services: ["catalog"],
    kinds: ["n-plus-one", "code-fault", "release"],
    inside: [String.raw`from review where product_id`, "withRatings", String.raw`rated\.ts`],
  },
  settleSeconds: 90,
  start: (changes) => changes.release("catalog", "2.4.0", "2.4.0: lists say how products are rated"),
};

export const memoryLeak: Fault = {
  name: "memory-leak",
  summary: "catalog 2.5.0 keeps a picture for each visitor and product, and never forgets one",
  shows: "memory climbs in a line until the limit of 384 MiB, then OOMKilled, a restart, and again",
  undone: "catalog is rolled back",
  truth: {
    services: ["catalog"],
    kinds: ["memory-leak", "code-fault", "release"],
    inside: ["memory", "OOMKilled", "previewOf", String.raw`previews\.ts`],
  },
  settleSeconds: 180,
  start: (changes) => changes.release("catalog", "2.5.0", "2.5.0: products come with a preview"),
};

export const eventLoopBlocked: Fault = {
  name: "event-loop-blocked",
  summary: "storefront 5.3.0 hashes the password of each sign-in again, in the thread that serves everybody",
  shows: "sign-ins are slow and stop all other pages meanwhile; nothing that is called got slower",
  undone: "storefront is rolled back",
  truth: {
    services: ["storefront"],
    kinds: ["event-loop-blocked", "code-fault", "release"],
    inside: ["event ?loop", "hasLeaked", "scryptSync", String.raw`leaked\.ts`],
  },
  settleSeconds: 120,
  start: (changes) => changes.release("storefront", "5.3.0", "5.3.0: leaked passwords are noted at sign-in"),
};

export const retryStorm: Fault = {
  name: "retry-storm",
  summary: "storefront 5.4.0 waits 25 ms for catalog, then asks again at once, up to 12 times",
  shows: "catalog is asked far more often than visitors ask; calls are given up, and what was slow is slower",
  undone: "storefront is rolled back",
  truth: {
    services: ["storefront"],
    kinds: ["retry-storm", "code-fault", "release"],
    inside: ["retr(y|ies|ied)", "asking again", String.raw`persistent\.ts`, "did not answer within 25 ms"],
  },
  settleSeconds: 120,
  start: (changes) => changes.release("storefront", "5.4.0", "5.4.0: a slow catalogue is asked again"),
};

export const slowDependency: Fault = {
  name: "slow-dependency",
  summary:
    "inventory 1.8.0 waits for its turn at the warehouse, 600 ms a line, before it confirms a reservation",
  shows: "orders take a second longer, all of it in inventory's own time: no query and no call got slower",
  undone: "inventory is rolled back",
  truth: {
    services: ["inventory"],
    kinds: ["slow-dependency", "code-fault", "release"],
    inside: ["/reservations", "nextTurn", String.raw`paced\.ts`],
  },
  settleSeconds: 150,
  start: (changes) => changes.release("inventory", "1.8.0", "1.8.0: the warehouse is told line by line"),
};

export const cacheLost: Fault = {
  name: "cache-lost",
  summary: "storefront 5.5.0 remembers the categories by an object that is another one at each request",
  shows:
    "catalog is asked for /categories at every page instead of once a minute; more work for it, nothing fails",
  undone: "storefront is rolled back",
  truth: {
    services: ["storefront"],
    kinds: ["cache-lost", "code-fault", "release"],
    inside: ["/categories", "cache", "categoriesOfVisitor", String.raw`by-visitor\.ts`, "from category"],
  },
  settleSeconds: 90,
  start: (changes) => changes.release("storefront", "5.5.0", "5.5.0: categories may differ by visitor"),
};
