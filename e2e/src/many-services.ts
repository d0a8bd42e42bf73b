import { eventually, span, trace } from "@naru/testkit";
import { call } from "./call.ts";
import { send } from "./send.ts";

const count = 300;
/** Where the map of many services lies: before the shop opened, so that no other page is about them. */
export const manyServices = { count, from: "now-6h", to: "now-5h" } as const;

/** Sends what so many services did five and a half hours ago: each was called once, and called some of those after it.
 *  Resolves when all of it can be asked for. */
export async function sendManyServices(): Promise<void> {
  const start = BigInt(Date.now() - 5.5 * 3_600_000) * 1_000_000n;
  const all = Array.from({ length: count }, (_, i) => {
    const called = [1, 7, 31].map((step) => i + ((i % 5) + 1) * step).filter((to) => to < count);
    return trace(
      [
        span({ name: "GET /", kind: 2, start }),
        ...called.map((to) =>
          span({
            name: "GET",
            kind: 3,
            start,
            attributes: { "http.request.method": "GET", "server.address": `member-${to}` },
          }),
        ),
      ],
      { service: `member-${i}` },
    );
  });
  const resourceSpans = all.flatMap((request) => (request as { resourceSpans: object[] }).resourceSpans);
  await send("traces", { resourceSpans });
  const { from, to } = manyServices;
  await eventually(async () => {
    const { nodes } = await call<{ nodes: object[] }>(`/api/apm/map?from=${from}&to=${to}`);
    if (nodes.length < count) throw new Error(`${nodes.length} of ${count} services are there.`);
  }, 30_000);
}
