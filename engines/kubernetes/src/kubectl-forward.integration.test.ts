import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, startTestCluster, type TestCluster } from "./kubectl.fixture.ts";

/* The real `kubectl port-forward` and `kubectl debug`. */

let cluster: TestCluster;
const kubectl: TestCluster["kubectl"] = (...args) => cluster.kubectl(...args);

const echo = `require("http").createServer((q, s) => q.pipe(s)).listen(process.env.PORT)`;
beforeAll(async () => {
  cluster = await startTestCluster({ nodes: 1 });
  await kubectl(`run echo --image=node --port=8080 -- node -e '${echo}'`);
  await kubectl("wait pod/echo --for=condition=Ready --timeout=20s");
}, 60_000);
afterAll(() => cluster.stop());

async function forwarding(line: string) {
  const following = cluster.follow(`port-forward ${line}`);
  await eventually(() => following.output()).toMatch(/127\.0\.0\.1:(\d+) ->/);
  const [, port] = /127\.0\.0\.1:(\d+) ->/.exec(following.output()) ?? [];
  return { url: `http://127.0.0.1:${port}/`, kill: () => following.kill() };
}
const post = async (url: string, body: string) => (await fetch(url, { method: "POST", body })).text();

test("ports of a pod are forwarded, many connections at a time and much on each", async () => {
  const { url, kill } = await forwarding("pod/echo :8080");
  await eventually(() => post(url, "hello").catch(String)).toBe("hello");
  const long = "x".repeat(3_000_000);
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => post(url, `${i}${long}`)));
  expect(answers.map((text, i) => text === `${i}${long}`)).toEqual(Array<boolean>(8).fill(true));
  kill();
});

test("a service is forwarded to a pod of it, and a port that nobody opens fails alone", async () => {
  await kubectl("expose pod echo --port=80 --target-port=8080");
  const { url, kill } = await forwarding("service/echo :80");
  await eventually(() => post(url, "by service").catch(String)).toBe("by service");
  const other = await forwarding("pod/echo :9");
  await expect(post(other.url, "x")).rejects.toThrow();
  expect(await post(url, "still")).toBe("still");
  kill();
  other.kill();
});

test("a container is added to a pod that runs, to look into it", async () => {
  await kubectl("debug echo --image=busybox -c looks -- sh -c 'echo I look; sleep 60'");
  await eventually(() => kubectl("logs echo -c looks").catch(String)).toBe("I look\n");
  expect(await kubectl("exec echo -c looks -- sh -c 'echo $HOSTNAME'")).toBe("echo\n");
  expect(await kubectl("describe pod echo")).toContain("Ephemeral Containers:");
});
