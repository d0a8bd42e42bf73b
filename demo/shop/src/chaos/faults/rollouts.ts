import type { Fault } from "../fault.ts";

/* Releases that do not get through: Kubernetes keeps the former version at work meanwhile. */

export const badImage: Fault = {
  name: "bad-image",
  summary: "payment is released as an image that nobody has pushed",
  shows: "the new pod waits with ImagePullBackOff; visitors see nothing, as the former version goes on",
  undone: "payment is rolled back",
  truth: {
    services: ["payment"],
    kinds: ["image-pull", "release"],
    inside: [String.raw`shop/payment:3\.2\.0`],
  },
  settleSeconds: 60,
  start: (changes) => changes.release("payment", "3.2.0", "3.2.0: receipts by the card network"),
};

export const failingReadiness: Fault = {
  name: "failing-readiness",
  summary: "catalog gets a readiness probe at a path that it does not have",
  shows: "the new pod runs and never gets ready (404); visitors see nothing, as the former pod goes on",
  undone: "catalog is rolled back",
  truth: {
    services: ["catalog"],
    kinds: ["readiness-failing", "config-change", "release"],
    inside: ["readiness", "/health/ready"],
  },
  settleSeconds: 60,
  start: (changes) =>
    changes.reshape("catalog", "readiness is asked for at /health/ready", {
      readinessProbe: { httpGet: { path: "/health/ready", port: "http" } },
    }),
};

export const crashLoop: Fault = {
  name: "crash-loop",
  summary: "cart 1.5.0 needs CURRENCY_URL, which nobody has set",
  shows: "the new pod ends as it starts, again and again (CrashLoopBackOff); the former pods go on",
  undone: "cart is rolled back",
  truth: {
    services: ["cart"],
    kinds: ["crash-loop", "config-change", "release"],
    inside: ["CURRENCY_URL"],
  },
  settleSeconds: 60,
  start: (changes) => changes.release("cart", "1.5.0", "1.5.0: carts in other currencies"),
};
