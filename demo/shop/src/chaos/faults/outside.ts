import type { Fault } from "../fault.ts";

/* What comes from outside: the bank, more visitors, nothing at all. */

export const slowOutsideParty: Fault = {
  name: "slow-outside-party",
  summary: "the card network takes ten times as long to answer",
  shows: "payments take most of a second, some time out and are tried again; nothing of the shop has changed",
  undone: "the card network is asked for a good day",
  truth: {
    services: ["payment", "card-network"],
    kinds: ["outside-party", "slow-dependency"],
    inside: ["card-network", "/authorizations"],
  },
  settleSeconds: 120,
  start: (changes) => changes.bank({ slowdown: 10, refusing: 0 }),
};

export const outsidePartyDown: Fault = {
  name: "outside-party-down",
  summary: "the card network refuses every request",
  shows: "every purchase fails: card-network answered 503, and once more when tried again",
  undone: "the card network is asked for a good day",
  truth: {
    services: ["payment", "card-network"],
    kinds: ["outside-party", "dependency-down"],
    inside: ["card-network", "/authorizations"],
  },
  settleSeconds: 90,
  start: (changes) => changes.bank({ slowdown: 1, refusing: 1 }),
};

const visitors = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "visitors" },
};

/** The same program as the shop's own shoppers, with another seed: other people on other ways. */
const campaign = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "campaign", namespace: visitors.metadata.name },
  spec: {
    selector: { matchLabels: { "app.kubernetes.io/name": "campaign" } },
    template: {
      metadata: { labels: { "app.kubernetes.io/name": "campaign" } },
      spec: {
        terminationGracePeriodSeconds: 2,
        containers: [
          {
            name: "campaign",
            image: "shop/load:1.0.0",
            env: [
              { name: "STOREFRONT_URL", value: "http://storefront.shop:8080" },
              { name: "SHOP_SEED", value: "2" },
              { name: "SHOP_USERS", value: "150" },
            ],
            resources: { limits: { memory: "256Mi" } },
          },
        ],
      },
    },
  },
};

export const loadSurge: Fault = {
  name: "load-surge",
  summary: "150 more visitors come at once, nearly five times as many as before",
  shows:
    "requests rise everywhere alike, and response times with them as the processor fills; nothing is broken",
  undone: "they leave",
  truth: {
    services: ["storefront"],
    kinds: ["load-surge"],
    inside: ["requests?", "load", "visitors?", "traffic"],
  },
  settleSeconds: 120,
  start: (changes) => changes.add([visitors, campaign]),
};

export const quiet: Fault = {
  name: "quiet",
  summary: "nothing is done: an hour in which nothing is wrong",
  shows: "nothing but the shop's normal imperfections",
  undone: "there is nothing to undo",
  truth: undefined,
  settleSeconds: 300,
  async start() {},
};
