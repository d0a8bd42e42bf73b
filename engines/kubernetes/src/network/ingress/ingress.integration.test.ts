import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { Agent, type IncomingMessage, request } from "node:http";
import { request as secureRequest } from "node:https";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { issue, makeAuthority } from "@naru/certificates";
import { eventually, startTestCluster, type TestCluster } from "../../kubectl.fixture.ts";
import { manifest } from "./echo.fixture.ts";

/* Requests through the ingress to real pods. */

let cluster: TestCluster;
let url: URL;

beforeAll(async () => {
  cluster = await startTestCluster({ nodes: 1, ingressPort: 0, ingressTlsPort: 0 });
  url = new URL(cluster.cluster.ingressUrl ?? "");
});
afterAll(() => cluster.stop());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
}

async function ask(
  host: string,
  { method = "GET", path = "/", headers = {}, body, agent }: Ask = {},
): Promise<Answer> {
  const sent = request(new URL(path, url), {
    method,
    headers: { host, ...headers },
    ...(agent && { agent }),
  });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, text, headers: response.headers };
}

async function deploy(name: string, version: string, replicas: number): Promise<void> {
  await cluster.kubectl("apply -f -", manifest(name, version, replicas));
  await cluster.kubectl(`rollout status deployment/${name} --timeout=40s`);
  while ((await ask(`${name}.test`)).status !== 200) await pause(50);
}

/** Keeps asking, several at once, until it is stopped. */
function load(host: string, method: (round: number) => Ask, clients = 8) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const seen = new Map<string, number>();
  const over = new AbortController();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  const client = async () => {
    for (let round = 0; !over.signal.aborted; round++) {
      const answer = await ask(host, { ...method(round), agent }).catch(
        (error: NodeJS.ErrnoException) => error.code ?? String(error),
      );
      if (typeof answer === "string") count(answer);
      else count(String(answer.status));
    }
  };
  const clientsDone = Promise.all(Array.from({ length: clients }, client));
  return async () => {
    over.abort();
    await clientsDone;
    agent.destroy();
    return Object.fromEntries(seen);
  };
}

/** The program of a pod, as the machine sees it: the one that nothing inside may end. */
async function processOf(pod: string): Promise<number> {
  for (const pid of await readdir("/proc")) {
    const read = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
    if (
      (await read("environ")).split("\0").includes(`HOSTNAME=${pod}`) &&
      (await read("cmdline")).startsWith("node")
    )
      return Number(pid);
  }
  throw new Error(`no process of ${pod} runs`);
}

describe("a request", () => {
  beforeAll(() => deploy("shop", "1", 2));

  test("reaches a pod, which is told who asks and hears nothing that only concerns the connection", async () => {
    const { text, headers } = await ask("Shop.test:8880", {
      path: "/items?page=2",
      headers: {
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "x-forwarded-for": "1.2.3.4",
        connection: "keep-alive, x-secret",
        "x-secret": "hop",
        te: "trailers",
      },
    });
    const heard = JSON.parse(text) as { url: string; headers: Record<string, string> };
    expect(heard).toMatchObject({
      url: "/items?page=2",
      headers: {
        host: "Shop.test:8880",
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-host": "Shop.test:8880",
        "x-forwarded-proto": "http",
      },
    });
    expect(heard.headers).not.toHaveProperty("x-secret");
    expect(heard.headers).not.toHaveProperty("te");
    expect(headers["set-cookie"]).toEqual(["a=1", "b=2"]);
  });

  test("and its answer may be as large as they like", async () => {
    const body = Buffer.alloc(20_000_000, "naru");
    const { text } = await ask("shop.test", { method: "POST", path: "/echo", body });
    expect(text === body.toString()).toBe(true);
  });

  test.each([
    [
      "for a host that nobody names",
      "elsewhere.test",
      "/",
      404,
      "no Ingress has a rule for elsewhere.test and /",
    ],
    ["for a service that is not there", "shop.test", "/nowhere/x", 503, "there is no service default/absent"],
    [
      "that is too long",
      "shop.test",
      `/${"x".repeat(20_000)}`,
      414,
      "the URL is longer than 16384 characters",
    ],
  ])("%s is refused, and told why", async (_, host, path, status, message) => {
    const { text, ...answer } = await ask(host, { path, headers: { accept: "application/json" } });
    expect(answer.status).toBe(status);
    expect(JSON.parse(text)).toMatchObject({ status, message, wayOut: expect.any(String) as string });
  });

  test.each([
    ["two lengths", "Content-Length: 5\r\nContent-Length: 6"],
    ["a length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked"],
    ["chunks by another name", "Transfer-Encoding: xchunked"],
    ["a header that is folded", "X-A: 1\r\n Transfer-Encoding: chunked"],
  ])("that could be read as two because of %s is refused", async (_, headers) => {
    const socket = connect(Number(url.port), url.hostname);
    socket.write(
      `POST / HTTP/1.1\r\nHost: shop.test\r\n${headers}\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: shop.test\r\n\r\n`,
    );
    const [first] = (await once(socket, "data")) as [Buffer];
    expect(first.toString()).toMatch(/^HTTP\/1.1 400/);
    socket.destroy();
  });

  test("has its length kept though its Connection header names it", async () => {
    const socket = connect(Number(url.port), url.hostname);
    socket.write(
      "GET /echo HTTP/1.1\r\nHost: shop.test\r\nConnection: content-length, close\r\nContent-Length: 5\r\n\r\nhello",
    );
    let heard = "";
    for await (const chunk of socket) heard += String(chunk);
    expect(heard.match(/HTTP\/1.1/g)).toHaveLength(1);
    expect(heard).toMatch(/hello/);
  });

  test("for a WebSocket is joined to the pod until one of them leaves", async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${url.port}/ws`, { headers: { host: "shop.test" } });
    await once(socket, "open");
    socket.send("ferry");
    const [message] = (await once(socket, "message")) as [Buffer];
    expect(message.toString()).toBe("ferry");
    socket.close();
    await once(socket, "close");
  });

  test("shows in the status of the Ingress where it is served", async () => {
    const status = await cluster.kubectl("get ingress shop -o jsonpath='{.status.loadBalancer.ingress[0]}'");
    const ports = [Number(url.port), expect.any(Number)].map((port: unknown) => ({ port, protocol: "TCP" }));
    expect(JSON.parse(status)).toEqual({ ip: "127.0.0.1", ports });
  });
});

const encoded = (text: string) => Buffer.from(text).toString("base64");

/** What HTTPS answers to who asks for a server by its name. */
async function askSecurely(port: number, servername: string, ca: string): Promise<string> {
  const sent = secureRequest({
    host: "127.0.0.1",
    port,
    servername,
    ca,
    headers: { host: servername },
    agent: false,
  });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return text;
}

test("a host that has a certificate is served over HTTPS with it, and no other is", async () => {
  await deploy("safe", "1", 1);
  const authority = await makeAuthority("test-ca", Date.now());
  const { key, certificate } = await issue(
    authority,
    { subject: "CN=safe", names: ["safe.test"] },
    Date.now(),
  );
  const data = { "tls.crt": encoded(certificate), "tls.key": encoded(key) };
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "safe" },
    type: "kubernetes.io/tls",
    data,
  };
  await cluster.kubectl("apply -f -", JSON.stringify(secret));
  await cluster.kubectl(
    `patch ingress safe --type=merge -p {"spec":{"tls":[{"hosts":["safe.test"],"secretName":"safe"}]}}`,
  );
  const port = Number(
    await cluster.kubectl("get ingress safe -o jsonpath='{.status.loadBalancer.ingress[0].ports[1].port}'"),
  );
  await expect
    .poll(() => askSecurely(port, "safe.test", authority.certificate).catch(String))
    .toMatch(/"x-forwarded-proto":"https"/);
  await expect(askSecurely(port, "other.test", authority.certificate)).rejects.toThrow();
});

test("an endpoint that refuses is passed over, whatever the method is", async () => {
  await deploy("half", "1", 1);
  const slice = {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: "half-stranger", labels: { "kubernetes.io/service-name": "half" } },
    addressType: "IPv4",
    ports: [{ name: "http", port: 8080, protocol: "TCP" }],
    endpoints: [{ addresses: ["127.16.250.250"], conditions: { ready: true } }],
  };
  await cluster.kubectl("apply -f -", JSON.stringify(slice));
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      ask("half.test", index % 2 ? { method: "POST", path: "/echo", body: "x" } : {}),
    ),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
});

test("while a Deployment is rolled, not one request fails", async () => {
  await deploy("roll", "1", 2);
  const stop = load("roll.test", (round) => (round % 3 === 0 ? { method: "POST", body: "x" } : {}));
  await deploy("roll", "2", 2);
  await eventually(
    async () => (await cluster.kubectl("get pods -l app=roll --no-headers")).trim().split("\n").length,
  ).toBe(2);
  const { "200": good = 0, ...bad } = await stop();
  expect(bad).toEqual({});
  expect(good).toBeGreaterThan(200);
  expect(JSON.parse((await ask("roll.test")).text)).toMatchObject({ version: "2" });
});

test("a program that is killed costs the requests that it had taken and can't be sent twice, and no other", async () => {
  await deploy("kill", "1", 2);
  const reads = load("kill.test", () => ({}), 4);
  const writes = load("kill.test", () => ({ method: "POST", body: "x" }), 4);
  const pods = (await cluster.kubectl("get pods -l app=kill -o jsonpath='{.items[*].metadata.name}'")).split(
    " ",
  );
  process.kill(await processOf(pods[0] ?? ""), "SIGKILL");
  await eventually(() =>
    cluster.kubectl(`get pod ${pods[0]} -o jsonpath='{.status.containerStatuses[0].restartCount}'`),
  ).toBe("1");
  const [read, written] = [await reads(), await writes()];
  const { "200": _, ...lostReads } = read;
  const { "200": __, "502": lost = 0, ...others } = written;
  expect(lostReads).toEqual({});
  expect(others).toEqual({});
  expect(lost).toBeLessThanOrEqual(4);
});
