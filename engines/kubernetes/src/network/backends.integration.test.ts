import { expect, test } from "vitest";
import { endpointSlices } from "../controllers/kinds.ts";
import { conditions, makeSlice, openNetwork } from "./network.fixture.ts";

test("a service is its ready endpoints, and those that end but serve when none is ready", async () => {
  const { cluster, backends } = await openNetwork();
  const hosts = () => backends.of("default/cart", "").map(({ host }) => host);
  const first = await makeSlice(cluster, "cart", "cart-a", 8080, {
    "127.16.0.10": "ready",
    "127.16.0.11": "unready",
    "127.16.0.12": "serving",
    "127.16.0.13": "ending",
  });
  const second = await makeSlice(cluster, "cart", "cart-b", 8080, { "127.16.0.14": "ready" });
  await expect.poll(hosts).toEqual(["127.16.0.10", "127.16.0.14"]);

  await cluster.client.remove(endpointSlices, second);
  await expect.poll(hosts).toEqual(["127.16.0.10"]);

  await cluster.client.change(endpointSlices, first, (copy) => {
    for (const endpoint of copy.endpoints ?? []) {
      if (endpoint.addresses[0] === "127.16.0.10") endpoint.conditions = conditions.unready;
    }
  });
  await expect.poll(hosts).toEqual(["127.16.0.12"]);
  expect(backends.of("default/cart", "admin")).toEqual([]);
});
