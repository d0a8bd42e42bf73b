import type { Fault } from "../fault.ts";

/* Values that are wrong: of the environment and of a secret. */

export const tinyPool: Fault = {
  name: "tiny-pool",
  summary: "order 4.1.0 holds a connection while it places an order, and gets a pool of one: DB_POOL_MAX=1",
  shows: "orders wait 3 s for a second connection, then fail: timeout exceeded when trying to connect",
  undone: "order is rolled back",
  truth: {
    services: ["order"],
    kinds: ["pool-exhausted", "config-change", "release"],
    inside: ["DB_POOL_MAX", "pool", "timeout exceeded when trying to connect", "placeOnce"],
  },
  settleSeconds: 90,
  start: (changes) =>
    changes.release("order", "4.1.0", "4.1.0: two clicks on pay are one order", { DB_POOL_MAX: "1" }),
};

export const wrongConfig: Fault = {
  name: "wrong-config",
  summary: "order is told to find payment at a port where nobody listens",
  shows: "every purchase fails with 502, payment cannot be reached; payment itself is well and idle",
  undone: "order is rolled back",
  truth: {
    services: ["order"],
    kinds: ["config-change", "release"],
    inside: ["PAYMENT_URL", "8081"],
  },
  settleSeconds: 90,
  start: (changes) =>
    changes.configure("order", "payment is called by its name", { PAYMENT_URL: "http://payment.shop:8081" }),
};

export const wrongTimeout: Fault = {
  name: "wrong-timeout",
  summary: "payment gives the card network 40 ms instead of 1500: CARD_NETWORK_TIMEOUT_MS=40",
  shows: "most payments fail with 504 after two tries; the card network is as quick as ever",
  undone: "payment is rolled back",
  truth: {
    services: ["payment"],
    kinds: ["config-change", "release"],
    inside: ["CARD_NETWORK_TIMEOUT_MS", "within 40 ms"],
  },
  settleSeconds: 90,
  start: (changes) =>
    changes.configure("payment", "nobody waits for a slow bank", { CARD_NETWORK_TIMEOUT_MS: "40" }),
};

export const wrongSecret: Fault = {
  name: "wrong-secret",
  summary: "the secret shop gets another database password, and the pods of payment are replaced at once",
  shows: "payment never gets ready: password authentication failed for user payment; purchases fail",
  undone: "the former password is put back, and the pods of payment are replaced once more",
  truth: {
    services: ["payment"],
    kinds: ["secret-change", "readiness-failing"],
    inside: ["password authentication failed", "database-password", "secret.{0,20}shop"],
  },
  settleSeconds: 90,
  hitsReleases: true,
  start: (changes) => changes.replacePassword("payment"),
};
