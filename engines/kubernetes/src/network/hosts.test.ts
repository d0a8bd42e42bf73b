import { expect, test } from "vitest";
import type { Service } from "../controllers/kinds.ts";
import { serviceHosts } from "./hosts.ts";

const service = (namespace: string, name: string, clusterIP: string): Service => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace, uid: name, creationTimestamp: "" },
  spec: { clusterIP },
});

test("services are named in full, and shortly within their own namespace", () => {
  const services = [service("shop", "cart", "127.96.0.10"), service("bank", "card", "127.96.0.11")];
  expect(serviceHosts(services, "shop", new Map())).toBe(
    "127.96.0.10\tcart cart.shop cart.shop.svc cart.shop.svc.cluster.local\n" +
      "127.96.0.11\tcard.bank card.bank.svc card.bank.svc.cluster.local",
  );
});

test("a headless service is its pods", () => {
  const pods = new Map([["shop/db", ["127.16.0.10", "127.17.0.10"]]]);
  const lines = serviceHosts([service("shop", "db", "None")], "bank", pods).split("\n");
  expect(lines.map((line) => line.split("\t")[0])).toEqual(["127.16.0.10", "127.17.0.10"]);
  expect(serviceHosts([service("shop", "db", "None")], "bank", new Map())).toBe("");
});
