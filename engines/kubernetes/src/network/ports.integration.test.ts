import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { Ports } from "./ports.ts";

const podIP = "127.31.200.7";
const hostIP = "127.31.0.1";

async function program(port: number, says: string): Promise<Server> {
  const server = createServer((_, response) => response.end(says)).listen(port, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return server;
}

const fetched = (host: string, port: number) =>
  fetch(`http://${host}:${port}/`, { headers: { connection: "close" } }).then(
    (response) => response.text(),
    () => "nobody",
  );

test("what comes to a pod's port reaches the program that listens on PORT, once it does", async () => {
  const ports = new Ports();
  const declared = [
    { containerPort: 8080, hostPort: 18_080 },
    { name: "admin-ui", containerPort: 9090 },
    { containerPort: 53, protocol: "UDP" },
  ];
  const lease = await ports.lease(podIP, hostIP, declared);
  expect(Object.keys(lease.env)).toEqual(["PORT", "PORT_ADMIN_UI"]);
  expect(ports.locate({ host: podIP, port: 8080 })).toEqual({ host: podIP, port: 8080 });
  expect(await fetched(podIP, 8080)).toBe("nobody");

  await program(Number(lease.env["PORT"]), "web");
  await program(Number(lease.env["PORT_ADMIN_UI"]), "admin");
  await expect.poll(() => fetched(podIP, 8080)).toBe("web");
  await expect.poll(() => fetched(podIP, 9090)).toBe("admin");
  expect(await fetched(hostIP, 18_080)).toBe("web");
  expect(ports.locate({ host: podIP, port: 8080 })).toEqual({
    host: "127.0.0.1",
    port: Number(lease.env["PORT"]),
  });

  lease.release();
  expect(await fetched(podIP, 8080)).toBe("nobody");
  expect(ports.locate({ host: podIP, port: 8080 })).toEqual({ host: podIP, port: 8080 });
});

test("two containers that declare the same port get different ones", async () => {
  const ports = new Ports();
  const leases = await Promise.all(
    [1, 2, 3].map(() => ports.lease(podIP, hostIP, [{ containerPort: 8080 }])),
  );
  expect(new Set(leases.map(({ env }) => env["PORT"])).size).toBe(3);
  for (const lease of leases) lease.release();
});

test("a program that listens on the declared port itself is found there", async () => {
  const ports = new Ports();
  const lease = await ports.lease(podIP, hostIP, [{ containerPort: 18_181 }]);
  const server = createServer((_, response) => response.end("stubborn")).listen(18_181, "0.0.0.0");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { host, port } = ports.locate({ host: podIP, port: 18_181 });
  expect(await fetched(host, port)).toBe("stubborn");
  lease.release();
});
