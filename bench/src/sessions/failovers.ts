import { setTimeout as pause } from "node:timers/promises";
import type { Trio } from "@naru/testkit/valkey";
import { quantile } from "../frames.ts";
import type { Site } from "./site.ts";
import { type Figures, named, told, Visitors } from "./visitors.ts";

interface FailoverOptions {
  readonly users: number;
  /** Every other time the master dies, otherwise it hangs. */
  readonly failovers: number;
  readonly say: (line: string) => void;
}

const pods = 4;
const thinkMs = 4_000;
const warmMs = 15_000;
/** So long nothing happens: what visits take then is what confirmed writes cost. */
const calmMs = 30_000;

/** Another server of the store takes over again and again: how long nobody is answered, and what of that which had been acknowledged
 *  is not known after it; once with writes that count when the master has them, and once when its replica has them too. */
export async function failedOver(site: Site, trio: Trio, options: FailoverOptions): Promise<Figures> {
  const alone = await underLoad("failover", 0, site, trio, options);
  const waiting = await underLoad("failoverWaiting", 1, site, trio, options);
  return { ...alone, ...waiting };
}

async function underLoad(
  name: string,
  confirmedBy: number,
  site: Site,
  trio: Trio,
  { users, failovers, say }: FailoverOptions,
): Promise<Figures> {
  const host = `followed-${confirmedBy}`;
  const store = { name: "trio", isSentinel: true };
  const visitors = new Visitors(await site.deploy(host, { store, pods, confirmedBy }), thinkMs);
  let expected = await trio.masterPort();
  let uncalledFor = 0;
  visitors.start(users);
  await pause(warmMs);
  visitors.taken();
  await pause(calmMs);
  const calm = visitors.taken();
  say(`${name}, nothing happens: ${told(calm)}`);
  const took: number[] = [];
  for (let count = 0; count < failovers; count++) {
    if ((await trio.masterPort()) !== expected) uncalledFor++;
    const goneAt = await (count % 2 === 0 ? trio.killMaster() : trio.freezeMaster());
    took.push((await visitors.wellAfter(goneAt)) - goneAt);
    await trio.restore();
    expected = await trio.masterPort();
    await pause(Math.max(thinkMs, goneAt + trio.restMs + thinkMs - Date.now()));
  }
  await pause(thinkMs * 2);
  const tally = visitors.taken();
  await visitors.stop();
  await site.remove(host);
  say(
    `${name}: ${told(tally)}; answered again after ${took.join(", ")} ms; ${uncalledFor} failovers uncalled for`,
  );
  return {
    ...named(name, tally),
    [`${name}UncalledFor`]: uncalledFor,
    [`${name}P50Ms`]: quantile(took, 0.5),
    [`${name}P99Ms`]: quantile(took, 0.99),
    [`${name}MaxMs`]: Math.max(...took),
    [`${name}VisitP50Ms`]: quantile(calm.took, 0.5),
    [`${name}VisitP99Ms`]: quantile(calm.took, 0.99),
  };
}
