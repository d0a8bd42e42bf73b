import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { conditions, makeSlice, openNetwork, type TestNetwork } from "../network.fixture.ts";
import { deploymentNamed, makeSleeping, toldOf } from "../waking/sleeping.fixture.ts";
import type { WakerLimits } from "../waking/waker.ts";
import { endpointSlices } from "../../controllers/kinds.ts";
import { IngressServer } from "./server.ts";

/* Requests to services whose workloads have no pods while nobody asks for any. */

const host = "127.16.232.10";
let lastPort = 18_400;

interface Site extends TestNetwork {
  readonly url: string;
  /** Where its program would listen. */
  readonly port: number;
}

async function opened(limits: Partial<WakerLimits> = {}, former: string | null = "2"): Promise<Site> {
  const network = await openNetwork(limits);
  const { cluster, waker } = network;
  await makeSleeping(cluster, "cart", { former });
  const backend = { service: { name: "cart", port: { number: 80 } } };
  const server = new IngressServer({
    client: cluster.client,
    network,
    waker,
    routes: () => [{ host: "", path: "", isExact: false, namespace: "default", backend }],
    certificate: () => undefined,
  });
  const port = await server.listen("127.0.0.1", 0, "http");
  onTestFinished(() => server.stop());
  return { ...network, url: `http://127.0.0.1:${port}`, port: ++lastPort };
}

/** Its program answers with what it was sent. */
async function awake({ cluster, port }: Site): Promise<void> {
  const program = createServer((asked, answer) => void asked.pipe(answer)).listen(port, host);
  program.on("upgrade", (_, socket, head) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n");
    socket.write(head);
    socket.pipe(socket);
  });
  await once(program, "listening");
  onTestFinished(() => void program.close());
  await makeSlice(cluster, "cart", "cart-a", port, { [host]: "ready" });
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

async function ask({ url }: Site, body = "hello"): Promise<Answer> {
  const sent = request(url, { method: "POST", agent: false });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, text, retryAfter: response.headers["retry-after"] };
}

const replicasOf = ({ cluster }: Site) => deploymentNamed(cluster, "cart").spec.replicas;

test("the first request is held, brings back as many pods as there were, and is answered by the first of them", async () => {
  const site = await opened();
  const body = "x".repeat(2_000_000);
  const answer = ask(site, body);
  await expect.poll(() => replicasOf(site)).toBe(2);
  expect(deploymentNamed(site.cluster, "cart").metadata.annotations).toEqual({
    "naru.dev/scale-to-zero": "10m",
  });
  await expect
    .poll(() => toldOf(site.cluster))
    .toEqual([
      expect.stringMatching(
        /^ScaledFromZero: New size: 2; reason: somebody came to service default\/cart at 20\d\d-.*Z$/,
      ),
    ]);
  await awake(site);
  expect(await answer).toEqual({ status: 200, text: body, retryAfter: undefined });
});

test("a connection that is to be upgraded is held too, and nothing is lost that was sent early", async () => {
  const site = await opened();
  const socket = connect(Number(new URL(site.url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let said = "";
  socket.on("data", (chunk) => (said += String(chunk)));
  socket.write("GET / HTTP/1.1\r\nhost: cart\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\nearly ");
  await expect.poll(() => replicasOf(site)).toBe(2);
  socket.write("late");
  expect(said).toBe("");
  await awake(site);
  await expect.poll(() => said).toMatch(/^HTTP\/1\.1 101 [^]*\r\n\r\nearly late$/);
});

test("many that come at once wake it once, and all are answered", async () => {
  const site = await opened();
  const answers = Array.from({ length: 100 }, () => ask(site));
  await expect.poll(() => replicasOf(site)).toBe(2);
  await awake(site);
  expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([200]));
  expect(deploymentNamed(site.cluster, "cart").metadata.generation).toBe(2);
  expect(toldOf(site.cluster)).toHaveLength(1);
});

test("more than may wait are told to come again", async () => {
  const site = await opened({ most: 2 });
  const answers = Array.from({ length: 5 }, () => ask(site));
  const first = await Promise.race(answers);
  expect(first).toMatchObject({ status: 503, retryAfter: "5" });
  expect(first.text).toContain("too many wait for pods of the service default/cart");
  await awake(site);
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 503, 503, 503]);
});

test("whose pods do not get ready in time has its requests answered so, later ones at once, until one is ready", async () => {
  const site = await opened({ patienceMs: 300 });
  const late = { status: 503, retryAfter: "5" };
  expect(await ask(site)).toMatchObject({
    ...late,
    text: expect.stringContaining("none was ready in time") as string,
  });
  expect(replicasOf(site)).toBe(2);
  const began = performance.now();
  expect(await ask(site)).toMatchObject(late);
  expect(performance.now() - began).toBeLessThan(250);
  await awake(site);
  await expect.poll(async () => (await ask(site)).status).toBe(200);
});

test("no replicas that somebody wants stay none", async () => {
  const site = await opened({}, null);
  const { text, ...answer } = await ask(site);
  expect(answer).toEqual({ status: 503, retryAfter: undefined });
  expect(text).toContain("the service default/cart has no endpoint that is ready");
  expect(replicasOf(site)).toBe(0);
});

test("what is written down wrongly brings back one pod", async () => {
  const site = await opened({}, "many");
  const answer = ask(site);
  await expect.poll(() => replicasOf(site)).toBe(1);
  await awake(site);
  expect(await answer).toMatchObject({ status: 200 });
});

test("a pod that is on its way out is not asked any more", async () => {
  const site = await opened();
  const { cluster } = site;
  await makeSlice(cluster, "cart", "cart-old", 18_399, { "127.16.232.11": "serving" });
  await expect.poll(() => site.backends.of("default/cart", "")).toHaveLength(1);
  const answer = ask(site);
  await expect.poll(() => replicasOf(site)).toBe(2);
  await awake(site);
  expect(await answer).toMatchObject({ status: 200 });
  const old = cluster.client.get(endpointSlices, "default", "cart-old");
  expect(old?.endpoints?.[0]?.conditions).toEqual(conditions.serving);
});
