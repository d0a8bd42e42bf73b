import { logNormal, pick, type Random, randomFrom } from "../random.ts";
import type { cards } from "../card-network/api.ts";
import { demoUsers } from "../storefront/demo-users.ts";
import { type Device, devices } from "./device.ts";

/** What a shopper does on one page; `choice`, in [0, 1), says which of the links that the page offers. */
export type Act =
  | { kind: "home" | "cart" | "orders" | "sign-in" | "sign-out" | "checkout" }
  | { kind: "category" | "product"; choice: number }
  | { kind: "search"; words: string; inReviews: boolean }
  | { kind: "add"; quantity: number }
  | { kind: "pay"; card: keyof typeof cards };

interface Step {
  /** Time spent looking at the page before, in milliseconds. */
  thinkMs: number;
  act: Act;
}

export interface Journey {
  user: number;
  device: Device;
  language: "ko" | "en";
  address: string;
  steps: Step[];
}

const searches = [
  "찻잔",
  "teapot",
  "notebook",
  "한지",
  "램프",
  "linen",
  "텐트",
  "candle",
  "book",
  "유자",
  "mug",
  "우산",
];
const reviewSearches = ["부모님", "every day", "gift", "포장"];

/** The whole walk of the n-th visitor, decided before the first page: the same for the same seed. */
export function journey(seed: number, visitor: number): Journey {
  const random = randomFrom(seed, "visitor", visitor);
  return {
    user: Math.floor(random() * demoUsers),
    device: pick(random, devices),
    language: random() < 0.8 ? "ko" : "en",
    // Addresses set aside for documentation (RFC 5737): they belong to nobody.
    address: `${pick(random, ["192.0.2", "198.51.100", "203.0.113"])}.${1 + Math.floor(random() * 254)}`,
    steps: [...walk(random)].map((act, index) => ({ act, thinkMs: index === 0 ? 0 : thinkTime(random) })),
  };
}

/** Some glance and go, most look around, a few come to buy; many a full cart is left standing. */
function* walk(random: Random): Generator<Act> {
  yield { kind: "home" };
  if (random() < 0.2) return;
  const buys = random() < 0.3;
  if (random() < 0.3) yield { kind: "sign-in" };
  for (let looks = 1 + Math.floor(random() * 5); looks > 0; looks--) {
    yield* browse(random);
    if (buys && (looks === 1 || random() < 0.3)) yield { kind: "add", quantity: random() < 0.8 ? 1 : 2 };
  }
  if (!buys) return;
  yield { kind: "cart" };
  if (random() < 0.4) return;
  yield { kind: "sign-in" };
  yield { kind: "checkout" };
  if (random() < 0.15) return;
  yield { kind: "pay", card: chooseCard(random()) };
  if (random() < 0.3) yield { kind: "orders" };
  if (random() < 0.2) yield { kind: "sign-out" };
}

function* browse(random: Random): Generator<Act> {
  const whim = random();
  if (whim < 0.45) yield { kind: "category", choice: random() };
  else if (whim < 0.72) yield { kind: "search", words: pick(random, searches), inReviews: false };
  else if (whim < 0.735) yield { kind: "search", words: pick(random, reviewSearches), inReviews: true };
  // Squared: what stands at the top of a page is opened most.
  yield { kind: "product", choice: random() ** 2 };
}

/** One card in fifty is declined: a normal day of a shop. */
function chooseCard(chance: number): keyof typeof cards {
  if (chance < 0.02) return "declined";
  return chance < 0.7 ? "visa" : "mastercard";
}

const thinkTime = (random: Random) => Math.round(Math.min(logNormal(random, 1800, 0.7), 15_000));
