import { master, startTrio } from "@naru/testkit/valkey";
import { Redis } from "iovalkey";
import { setTimeout as pause } from "node:timers/promises";
const trio = await startTrio("pw", { downAfterMs: 400, replicaLagMs: 5 });
Object.assign(process.env, {
  SESSIONS_MASTER: master,
  SESSIONS_NODES: trio.ports.map((p) => `127.0.0.1:${p}`).join(","),
  SESSIONS_USERNAME: "default",
  SESSIONS_PASSWORD: "pw",
  SESSIONS_PREFIX: "a:",
  SESSIONS_REPLICAS: "0",
});
let goneAt = 0;
let events: string[] = [];
const subs = trio.ports.map((p, i) => {
  const r = new Redis(p);
  r.psubscribe("*");
  r.on("pmessage", (_p, ch, m) => {
    if (goneAt) events.push(`  s${i} +${Date.now() - goneAt} ${ch} ${String(m).slice(0, 60)}`);
  });
  return r;
});
const { connectSessions } = await import("@naru/shop/sessions");
const { store } = await connectSessions();
let n = 0;
let first = 0;
let errs = 0;
setInterval(async () => {
  const at = Date.now();
  const key = `k${n++}`;
  try {
    await store.get(key);
    await store.set(key, { cookie: { originalMaxAge: 1000 } } as never);
    if (goneAt && at >= goneAt && !first) first = Date.now() - goneAt;
  } catch {
    errs++;
  }
}, 15);
await pause(3000);
for (let i = 0; i < 40; i++) {
  first = 0;
  errs = 0;
  events = [];
  const at = (goneAt = await (i % 2 ? trio.freezeMaster() : trio.killMaster()));
  while (!first) await pause(20);
  console.log(i % 2 ? "freeze" : "kill", first, "errors", errs);
  if (first > 2800) console.log(events.join("\n"));
  goneAt = 0;
  await trio.restore();
  await pause(Math.max(500, at + trio.restMs + 1500 - Date.now()));
}
for (const s of subs) s.disconnect();
await trio.stop();
process.exit(0);
