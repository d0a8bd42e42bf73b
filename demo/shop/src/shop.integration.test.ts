import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, kinds } from "@naru/kubernetes";
import { type Kubernetes, startKubernetes } from "@naru/testkit/kubernetes";
import { type RunningValkey, startValkey } from "@naru/testkit/valkey";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { cards } from "./card-network/api.ts";
import { deployShop, untilOpen } from "./deploy.ts";
import { writeImages } from "./images.ts";
import type { Stock } from "./inventory/api.ts";
import { Browser } from "./load/browser.ts";
import { type OtlpSink, type Span, startOtlpSink } from "./otlp-sink.ts";
import { demoPassword, emailOf } from "./storefront/demo-users.ts";

let sink: OtlpSink;
let kubernetes: Kubernetes;
let client: Client;
let store: RunningValkey;
let caches: string;
let storefrontUrl: string;

beforeAll(async () => {
  sink = await startOtlpSink();
  caches = await mkdtemp(join(tmpdir(), "naru-shop-test-"));
  kubernetes = await startKubernetes({ nodes: 1 });
  store = await startValkey();
  storefrontUrl = kubernetes.ingressUrl ?? "";
  await writeImages(kubernetes.images, caches);
  client = new Client({ kubeconfig: kubernetes.kubeconfig });
  const otlpHeaders = "authorization=Bearer%20a%20b";
  await deployShop({
    client,
    sessionStore: store.url,
    otlpEndpoint: sink.endpoint,
    otlpHeaders,
    shoppers: 5,
  });
  await untilOpen(client, 55_000);
});

afterAll(async () => {
  client?.close();
  await kubernetes?.stop();
  await store?.stop();
  sink?.close();
  await rm(caches, { recursive: true });
});

const product = 4;
const metricsOf = (service: string) =>
  sink.metrics.filter((each) => each.service === service).map(({ name }) => name);
const stockOf = async (id: number): Promise<Stock> => {
  const { spec } = await client.get<ServiceObject>(kinds.services, { namespace: "shop", name: "inventory" });
  return (await fetch(`http://${spec.clusterIP}:8080/stock/${id}`)).json();
};

type ServiceObject = Awaited<ReturnType<Client["get"]>> & { spec: { clusterIP: string } };

async function signedIn(user: number): Promise<Browser> {
  const visitor = new Browser(storefrontUrl, { "accept-language": "ko-KR" });
  await visitor.post("/sign-in", { email: emailOf(user), password: demoPassword });
  return visitor;
}

async function visitorWithFullCart(): Promise<Browser> {
  const visitor = await signedIn(0);
  await visitor.post("/cart", { product: String(product), quantity: "2" });
  return visitor;
}

const spansOf = (traceId: string) => sink.spans.filter((span) => span.traceId === traceId);

/** The newest trace that began with this request at the storefront, once it holds what is waited for. */
async function traceOf(route: string, isComplete: (spans: Span[]) => boolean): Promise<Span[]> {
  return vi.waitFor(
    () => {
      const root = sink.spans.findLast(({ service, name }) => service === "storefront" && name === route);
      const spans = root ? spansOf(root.traceId) : [];
      expect(isComplete(spans)).toBe(true);
      return spans;
    },
    { timeout: 10_000, interval: 100 },
  );
}

test("a paid order is confirmed and leaves the stock smaller", async () => {
  const before = await stockOf(product);
  const visitor = await visitorWithFullCart();
  const paid = await visitor.post("/checkout", { card: cards.visa });
  expect(paid.status).toBe(200);
  expect(paid.content).toContain('data-state="paid"');
  expect((await stockOf(product)).available).toBe(before.available - 2);
  expect((await visitor.get("/cart")).content).not.toContain(`/cart/${product}/removal`);
});

test("a declined card leaves the order unpaid, the stock untouched and the cart full", async () => {
  const before = await stockOf(product);
  const visitor = await visitorWithFullCart();
  const declined = await visitor.post("/checkout", { card: cards.declined });
  expect(declined.status).toBe(402);
  expect((await visitor.get("/orders")).content).toContain('data-state="unpaid"');
  expect(await stockOf(product)).toEqual(before);
  expect((await visitor.get("/cart")).content).toContain(`/cart/${product}/removal`);
});

test("an order of more than there is fails as a whole", async () => {
  const limited = 11;
  const before = await stockOf(product);
  const visitor = await visitorWithFullCart();
  await visitor.post("/cart", { product: String(limited), quantity: "9" });
  expect((await visitor.post("/checkout", { card: cards.visa })).status).toBe(409);
  expect(await stockOf(product)).toEqual(before);
});

test("nobody sees the order of someone else", async () => {
  const owner = await visitorWithFullCart();
  const { path } = await owner.post("/checkout", { card: cards.mastercard });
  const stranger = await signedIn(1);
  expect((await stranger.get(path)).status).toBe(404);
});

test("pages speak the language of the browser until another is asked for", async () => {
  const visitor = new Browser(storefrontUrl, { "accept-language": "en-US" });
  expect((await visitor.get("/")).content).toContain("Most wanted");
  expect((await visitor.get("/?lang=ko")).content).toContain("많이 찾는 물건");
  expect((await visitor.get("/")).content).toContain('lang="ko"');
});

const isSent = ({ service, attributes }: Span) =>
  service === "notification" && /UPDATE message/.test(String(attributes["db.query.text"]));

test("a purchase is one trace through six services, up to the confirmation sent afterwards", async () => {
  const visitor = await visitorWithFullCart();
  await visitor.post("/checkout", { card: cards.visa });
  // Each pod sends its spans when it likes.
  const spans = await traceOf(
    "POST /checkout",
    (all) => all.some(isSent) && all.filter(({ kind }) => kind === "server").length >= 8,
  );
  const servers = spans.filter(({ kind }) => kind === "server");
  const routes = servers.map(
    ({ service, attributes }) =>
      `${service} ${attributes["http.request.method"]} ${attributes["http.route"]}`,
  );
  expect(routes.toSorted()).toEqual([
    "cart DELETE /carts/:cartId",
    "cart GET /carts/:cartId",
    "inventory POST /reservations",
    "inventory POST /reservations/:orderId/shipment",
    "notification POST /notifications",
    "order POST /orders",
    "payment POST /payments",
    "storefront POST /checkout",
  ]);
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const roots = spans.filter(({ parentSpanId }) => !ids.has(parentSpanId));
  expect(roots.map(({ service, name }) => `${service} ${name}`)).toEqual(["storefront POST /checkout"]);
});

test("the bank is seen only from outside", async () => {
  const spans = await traceOf("POST /checkout", (all) => all.some(({ service }) => service === "payment"));
  const calls = spans.filter(({ service, kind }) => service === "payment" && kind === "client");
  expect(calls.some(({ attributes }) => String(attributes["url.full"]).endsWith("/authorizations"))).toBe(
    true,
  );
  expect(sink.spans.some(({ service }) => service === "card-network")).toBe(false);
});

test("spans say who the shopper is, what the database was asked, and which release answered", async () => {
  const spans = await traceOf("POST /checkout", (all) => all.some(({ service }) => service === "order"));
  const order = spans.find(({ service, kind }) => service === "order" && kind === "server");
  expect(order?.attributes).toMatchObject({
    "user.id": "u0001",
    "session.id": expect.stringMatching(/^[\w-]{32}$/),
  });
  expect(order?.resource).toMatchObject({
    "service.namespace": "shop",
    "service.version": expect.stringMatching(/^\d+\.\d+\.\d+$/),
    "deployment.environment.name": "demo",
    "service.instance.id": expect.any(String),
  });
  const query = spans.find(
    ({ service, attributes }) => service === "order" && attributes["db.query.text"] !== undefined,
  );
  expect(query).toMatchObject({
    kind: "client",
    attributes: { "db.system.name": "postgresql", "db.namespace": "shop" },
  });
});

test("log lines carry the trace and the shopper they belong to", async () => {
  await vi.waitFor(() => expect(sink.logs.some(({ body }) => body === "order paid")).toBe(true), {
    timeout: 5000,
  });
  const paid = sink.logs.findLast(({ body }) => body === "order paid");
  expect(paid).toMatchObject({ service: "order", attributes: { "user.id": "u0001" } });
  await vi.waitFor(() => expect(spansOf(paid!.traceId).length).toBeGreaterThan(0), { timeout: 5000 });
});

test("runtime, server, client and database metrics arrive from every instrumented service", async () => {
  await vi.waitFor(
    () => {
      for (const service of [
        "storefront",
        "catalog",
        "cart",
        "order",
        "payment",
        "inventory",
        "notification",
      ]) {
        expect(metricsOf(service)).toEqual(
          expect.arrayContaining([
            "nodejs.eventloop.delay.p99",
            "v8js.memory.heap.used",
            "http.server.request.duration",
            "db.client.operation.duration",
          ]),
        );
      }
      expect(metricsOf("storefront")).toContain("http.client.request.duration");
    },
    { timeout: 20_000, interval: 250 },
  );
  expect(sink.headers.authorization).toBe("Bearer a b");
});

test("the shop is calm: no line of it speaks of an error that nobody caused", async () => {
  const pods = await client.all(kinds.pods, { namespace: "shop" });
  const logs = await Promise.all(pods.map(({ metadata }) => logOf(metadata.name)));
  const errors = logs
    .flatMap((log) => log.split("\n"))
    .filter((line) => line.includes('"level":"error"') && !/upstream_unreachable|upstream_failed/.test(line));
  expect(errors).toEqual([]);
});

async function logOf(name: string): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of await client.logs({ namespace: "shop", name })) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
