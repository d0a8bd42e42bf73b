import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { endpointSlices, eventKind, services } from "../controllers/kinds.ts";
import { makeService, makeSlice, openNetwork, serve } from "./network.fixture.ts";

const clusterIP = "127.96.231.1";

/** What is heard after saying something and that it is all. */
async function said(host: string, port: number, text = "hello"): Promise<string> {
  const socket = connect({ host, port });
  let heard = "";
  socket.on("data", (data: Buffer) => void (heard += data.toString()));
  socket.end(text);
  try {
    await once(socket, "close");
    return heard;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "error";
  }
}

const echo = (name: string) => (socket: Socket) => {
  let heard = "";
  socket.on("data", (data: Buffer) => void (heard += data.toString()));
  socket.on("end", () => socket.end(`${name}: ${heard}`));
};

describe("a service", () => {
  test("reaches its endpoint at its own address and at its node port, whole in both directions", async () => {
    const { cluster } = await openNetwork();
    await serve("127.16.231.10", 18_300, echo("web"));
    await makeSlice(cluster, "web", "web-a", 18_300, { "127.16.231.10": "ready" });
    await makeService(cluster, "web", {
      type: "NodePort",
      clusterIP,
      ports: [{ port: 18_301, nodePort: 18_302 }],
    });
    await expect.poll(() => said(clusterIP, 18_301)).toBe("web: hello");
    expect(await said("127.0.0.1", 18_302)).toBe("web: hello");
    const large = "x".repeat(3_000_000);
    expect(await said(clusterIP, 18_301, large)).toBe(`web: ${large}`);
  });

  test("skips an endpoint that refuses, and loses no byte by it", async () => {
    const { cluster } = await openNetwork();
    await serve("127.16.231.12", 18_303, echo("alive"));
    await makeSlice(cluster, "web", "web-a", 18_303, { "127.16.231.11": "ready", "127.16.231.12": "ready" });
    await makeService(cluster, "web", { clusterIP, ports: [{ port: 18_304 }] });
    await expect.poll(() => said(clusterIP, 18_304)).toBe("alive: hello");
    const answers = await Promise.all(Array.from({ length: 50 }, () => said(clusterIP, 18_304)));
    expect(new Set(answers)).toEqual(new Set(["alive: hello"]));
  });

  test("without an endpoint resets at once", async () => {
    const { cluster } = await openNetwork();
    await makeService(cluster, "web", { clusterIP, ports: [{ port: 18_305 }] });
    await expect.poll(() => said(clusterIP, 18_305)).toBe("ECONNRESET");
  });

  test("lets connections finish whose endpoint has left, and closes its ports when it goes", async () => {
    const { cluster, balance } = await openNetwork();
    await serve("127.16.231.13", 18_306, echo("old"));
    const slice = await makeSlice(cluster, "web", "web-a", 18_306, { "127.16.231.13": "ready" });
    const service = await makeService(cluster, "web", { clusterIP, ports: [{ port: 18_307 }] });
    await expect.poll(() => said(clusterIP, 18_307)).toBe("old: hello");
    const open = connect({ host: clusterIP, port: 18_307 });
    open.write("first ");
    await expect.poll(() => balance.connections({ host: "127.16.231.13", port: 18_306 })).toBe(1);
    await cluster.client.remove(endpointSlices, slice);
    await expect.poll(() => said(clusterIP, 18_307)).toBe("ECONNRESET");
    await cluster.client.remove(services, service);
    await expect.poll(() => said(clusterIP, 18_307)).toBe("ECONNREFUSED");
    open.end("last");
    const [answer] = (await once(open, "data")) as [Buffer];
    expect(answer.toString()).toBe("old: first last");
    await expect.poll(() => balance.connections({ host: "127.16.231.13", port: 18_306 })).toBe(0);
  });

  test("whose port is taken says so, and what to do; changed, it is served", async () => {
    const { cluster } = await openNetwork();
    await serve(clusterIP, 18_308, echo("stranger"));
    const service = await makeService(cluster, "web", { clusterIP, ports: [{ port: 18_308 }] });
    const told = () =>
      cluster.client
        .list(eventKind)
        .map((event) => `${String(event["reason"])}: ${String(event["message"])}`);
    await expect
      .poll(told)
      .toEqual([expect.stringMatching(/^FailedToListen: .*127\.96\.231\.1:18308.*another port$/)]);
    await cluster.client.change(services, service, (copy) => void (copy.spec.ports = [{ port: 18_309 }]));
    await expect.poll(() => said(clusterIP, 18_309)).toBe("ECONNRESET");
  });
});

/** Sockets that this process has open. */
const handles = () => process.getActiveResourcesInfo().filter((name) => name.startsWith("TCP")).length;

test("thousands of short connections leave nothing behind", async () => {
  const { cluster, balance } = await openNetwork();
  await serve("127.16.231.14", 18_310, echo("web"));
  await makeSlice(cluster, "web", "web-a", 18_310, { "127.16.231.14": "ready" });
  await makeService(cluster, "web", { clusterIP, ports: [{ port: 18_311 }] });
  await expect.poll(() => said(clusterIP, 18_311)).toBe("web: hello");
  const before = handles();
  for (let round = 0; round < 20; round++) {
    const answers = await Promise.all(Array.from({ length: 100 }, () => said(clusterIP, 18_311)));
    expect(new Set(answers)).toEqual(new Set(["web: hello"]));
  }
  await expect.poll(handles).toBe(before);
  expect(balance.connections({ host: "127.16.231.14", port: 18_310 })).toBe(0);
});
