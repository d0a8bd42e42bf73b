import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { eventually, makeDeployment } from "../../controllers/cluster.fixture.ts";
import { deployments } from "../../controllers/kinds.ts";
import { makeService, makeSlice, openNetwork, serve } from "../network.fixture.ts";
import { deploymentNamed, makeSleeping } from "./sleeping.fixture.ts";

const clusterIP = "127.96.233.1";
const still = new AbortController().signal;

test("a connection from within the cluster is held too, and wakes what it came for", async () => {
  const { cluster } = await openNetwork();
  await makeSleeping(cluster, "cart", { former: "3", service: { clusterIP, ports: [{ port: 18_450 }] } });
  const client = await connected(18_450);
  client.end("hello");
  await eventually(() => expect(deploymentNamed(cluster, "cart").spec.replicas).toBe(3));
  await serve("127.16.233.10", 18_451, (socket) => void socket.pipe(socket));
  await makeSlice(cluster, "cart", "cart-a", 18_451, { "127.16.233.10": "ready" });
  const [heard] = (await once(client, "data")) as [Buffer];
  expect(heard.toString()).toBe("hello");
});

/** The service listens a moment after it was made. */
async function connected(port: number) {
  for (;;) {
    const client = connect({ host: clusterIP, port });
    try {
      await once(client, "connect");
      return client;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

test("who leaves while waiting makes room for somebody else", async () => {
  const { cluster, waker } = await openNetwork({ most: 1 });
  await makeSleeping(cluster, "cart", { former: "1" });
  const first = new AbortController();
  const held = waker.hold("default/cart", "", first.signal);
  expect(await waker.hold("default/cart", "", still)).toBe("full");
  first.abort();
  expect(await held).toBe("left");
  const second = waker.hold("default/cart", "", still);
  await makeSlice(cluster, "cart", "cart-a", 18_452, { "127.16.233.11": "ready" });
  expect(await second).toBe("awake");
});

test("whom somebody has woken by hand is waited for", async () => {
  const { cluster, waker } = await openNetwork();
  await makeSleeping(cluster, "cart", { former: "1" });
  const byHand = deploymentNamed(cluster, "cart");
  await cluster.client.change(deployments, byHand, (copy) => void (copy.spec.replicas = 4));
  const held = waker.hold("default/cart", "", still);
  await makeSlice(cluster, "cart", "cart-a", 18_453, { "127.16.233.12": "ready" });
  expect(await held).toBe("awake");
  expect(deploymentNamed(cluster, "cart").spec.replicas).toBe(4);
});

test("who comes to another service of a workload that wakes waits too", async () => {
  const { cluster, waker } = await openNetwork();
  await makeSleeping(cluster, "cart", { former: "1" });
  await makeService(cluster, "admin", {
    clusterIP: "None",
    ports: [{ port: 81 }],
    selector: { app: "cart" },
  });
  const first = waker.hold("default/cart", "", still);
  await eventually(() => expect(deploymentNamed(cluster, "cart").spec.replicas).toBe(1));
  const second = waker.hold("default/admin", "", still);
  await makeSlice(cluster, "admin", "admin-a", 18_454, { "127.16.233.13": "ready" });
  expect(await second).toBe("awake");
  await makeSlice(cluster, "cart", "cart-a", 18_455, { "127.16.233.13": "ready" });
  expect(await first).toBe("awake");
});

test("nobody waits for what does not sleep, nor after the end", async () => {
  const { cluster, waker } = await openNetwork();
  await makeDeployment(cluster, "cart", { replicas: 0 });
  expect(await waker.hold("default/cart", "", still)).toBe("not asleep");
  expect(await waker.hold("default/absent", "", still)).toBe("not asleep");
  await makeSleeping(cluster, "web", { former: "1" });
  const held = waker.hold("default/web", "", still);
  waker.stop();
  expect(await held).toBe("late");
});
