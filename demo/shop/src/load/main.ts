import { setTimeout as sleep } from "node:timers/promises";
import { env, envInteger } from "../chassis/env.ts";
import { log } from "../chassis/log.ts";
import { arrivals } from "./arrivals.ts";
import { journey } from "./journey.ts";
import { Shopper } from "./shopper.ts";

const storefront = env("STOREFRONT_URL");
const seed = envInteger("SHOP_SEED", 1);
const shoppers = envInteger("SHOP_USERS", 40);
const reportEveryMs = 30_000;

/** A shop that has become slow keeps its visitors longer; past this many, newcomers turn round at the door. */
const crowded = shoppers * 4;

const seen = { inside: 0, visitors: 0, turnedAway: 0, pages: 0, refused: 0, broken: 0 };

async function visit(visitor: number): Promise<void> {
  const walk = journey(seed, visitor);
  const shopper = new Shopper(storefront, walk);
  for (const { act, thinkMs } of walk.steps) {
    await sleep(thinkMs);
    const status = await shopper.act(act).catch(() => 0);
    if (status === undefined) continue;
    seen.pages++;
    if (status >= 500 || status === 0) seen.broken++;
    else if (status >= 400) seen.refused++;
    // Nobody goes on shopping after an error; refused cards and empty shelves are met the same way.
    if (status >= 400 || status === 0) return;
  }
}

async function enter(visitor: number): Promise<void> {
  if (seen.inside >= crowded) {
    seen.turnedAway++;
    return;
  }
  seen.visitors++;
  seen.inside++;
  await visit(visitor);
  seen.inside--;
}

process.once("SIGTERM", () => process.exit());
setInterval(() => log.info(seen, "shoppers"), reportEveryMs);

let visitor = 0;
for (const gapMs of arrivals(seed, shoppers)) {
  await sleep(gapMs);
  void enter(visitor++);
}
