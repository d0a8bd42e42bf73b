import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { expect, onTestFinished, test } from "vitest";
import { ask, type Reach } from "./probe.ts";

const podIP = "127.0.0.1";
const reach = (container: Partial<Reach["container"]> = {}): Reach => ({
  container: { name: "main", image: "x", ...container },
  podIP,
  locate: (address) => address,
  exec: async (command) => ({ exitCode: command[0] === "true" ? 0 : 1, output: "why not" }),
});

async function httpPort(status: number): Promise<number> {
  const server = createServer((request, response) => {
    if (request.url === "/slow") return;
    response.writeHead(request.headers["x-probe"] === "yes" ? 200 : status).end();
  });
  server.listen(0, podIP);
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createTcpServer().listen(0, podIP);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  return port;
}

test.each([
  [200, true],
  [302, true],
  [404, false],
  [503, false],
])("an answer of %i is good: %s", async (status, isGood) => {
  const port = await httpPort(status);
  const outcome = await ask({ httpGet: { port, path: "/" } }, reach(), 1000);
  expect(outcome.isGood).toBe(isGood);
  if (!isGood) expect(outcome.output).toBe(`HTTP probe failed with statuscode: ${status}`);
});

test("a probe says its headers and finds its port by name", async () => {
  const ports = [{ name: "web", containerPort: await httpPort(500) }];
  const httpGet = { port: "web", httpHeaders: [{ name: "X-Probe", value: "yes" }] };
  expect((await ask({ httpGet }, reach({ ports }), 1000)).isGood).toBe(true);
  expect((await ask({ httpGet: { port: "none" } }, reach({ ports }), 1000)).output).toBe(
    'couldn\'t find port "none" in container',
  );
});

test("a port that nobody opens and a server that doesn't answer are told apart", async () => {
  const closed = await closedPort();
  const refused = `dial tcp ${podIP}:${closed}: connect: connection refused`;
  expect((await ask({ tcpSocket: { port: closed } }, reach(), 1000)).output).toBe(refused);
  expect((await ask({ httpGet: { port: closed, path: "/x" } }, reach(), 1000)).output).toBe(
    `Get "http://${podIP}:${closed}/x": ${refused}`,
  );
  const slow = await ask({ httpGet: { port: await httpPort(200), path: "/slow" } }, reach(), 100);
  expect(slow.output).toContain("context deadline exceeded");
  expect((await ask({ tcpSocket: { port: await httpPort(200) } }, reach(), 1000)).isGood).toBe(true);
});

test("a command's exit code counts, and what it said is told", async () => {
  expect(await ask({ exec: { command: ["true"] } }, reach(), 1000)).toMatchObject({ isGood: true });
  expect(await ask({ exec: { command: ["false"] } }, reach(), 1000)).toEqual({
    isGood: false,
    output: "why not",
  });
});

test("a gRPC server is asked for its health", async () => {
  const serving = new Map([
    ["", 1],
    ["db", 2],
  ]);
  const server = new Server();
  server.addService(
    {
      Check: {
        path: "/grpc.health.v1.Health/Check",
        requestStream: false,
        responseStream: false,
        requestSerialize: (bytes: Buffer) => bytes,
        requestDeserialize: (bytes: Buffer) => bytes,
        responseSerialize: (bytes: Buffer) => bytes,
        responseDeserialize: (bytes: Buffer) => bytes,
      },
    },
    {
      Check: (call: { request: Buffer }, answer: (error: null, bytes: Buffer) => void) => {
        const service = call.request.subarray(2).toString();
        answer(null, Buffer.from([0x08, serving.get(service) ?? 3]));
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${podIP}:0`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  onTestFinished(() => server.forceShutdown());
  expect((await ask({ grpc: { port } }, reach(), 2000)).isGood).toBe(true);
  expect(await ask({ grpc: { port, service: "db" } }, reach(), 2000)).toEqual({
    isGood: false,
    output: 'service unhealthy (responded with "NOT_SERVING")',
  });
  expect((await ask({ grpc: { port: await closedPort() } }, reach(), 500)).isGood).toBe(false);
});
