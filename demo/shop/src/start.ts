import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startPostgres } from "./postgres/postgres.ts";
import { prepareDatabase } from "./postgres/prepare.ts";
import { loadProgram, serviceProgram } from "./programs.ts";
import { planSite, type SiteOptions } from "./site.ts";
import { type Supervised, supervise } from "./supervision/process.ts";
import { topology } from "./topology.ts";

export interface ShopOptions extends SiteOptions {
  /** Shoppers in the shop at a time, on average over a day; 0 for none. */
  shoppers?: number;
  /** Receives every line that a process writes. */
  onLine?: (service: string, line: string) => void;
}

export interface Shop {
  storefrontUrl: string;
  status(): ServiceStatus[];
  stop(): Promise<void>;
}

export interface ServiceStatus {
  name: string;
  state: "running" | "restarting" | "stopped";
  restarts: number;
  pid?: number;
  /** Absent for what is not called over HTTP: the database and the load. */
  url?: string;
}

const defaultShoppers = 40;
const readyWithinMs = 30_000;

/** Starts database, services and shoppers; resolves when the shop is open. Stops everything if it cannot. */
export async function startShop(options: ShopOptions): Promise<Shop> {
  const { shoppers = defaultShoppers, onLine = () => undefined } = options;
  const site = await planSite(options);
  const supervised = (program: Parameters<typeof supervise>[0]) =>
    supervise(program, (line) => onLine(program.name, line));

  const starting = startPostgres(site.databasePort, (line) => onLine("postgres", line));
  // Services load while the database does: they connect only when first asked whether they are ready.
  const running: Supervised[] = topology.map((service) => supervised(serviceProgram(service, site)));
  const stop = async () => {
    for (const part of running.splice(0).toReversed()) await part.stop();
  };
  try {
    const database = await starting;
    running.unshift(database);
    await prepareDatabase(database.adminUrl, site.databasePassword, site.seed);
    await Promise.all(topology.map(({ name }) => untilReady(site.urlOf(name))));
    if (shoppers > 0) running.push(supervised(loadProgram(shoppers, site)));
  } catch (error) {
    await stop();
    throw error;
  }
  const urls = new Map(topology.map(({ name }) => [name, site.urlOf(name)]));
  return {
    storefrontUrl: site.urlOf("storefront"),
    stop,
    status: () => running.map((part) => statusOf(part, urls.get(part.name))),
  };
}

function statusOf({ name, state, restarts, pid }: Supervised, url: string | undefined): ServiceStatus {
  const current = pid();
  return {
    name,
    state: state(),
    restarts: restarts(),
    ...(current !== undefined && { pid: current }),
    ...(url !== undefined && { url }),
  };
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(`${url} was not ready within ${readyWithinMs / 1000} s`);
}

async function main(): Promise<void> {
  const { env } = process;
  const shop = await startShop({
    otlpEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? "http://127.0.0.1:4318",
    dataDir: env.SHOP_DATA ?? join(tmpdir(), "naru-shop"),
    ...(env.SHOP_SEED && { seed: Number(env.SHOP_SEED) }),
    ...(env.SHOP_USERS && { shoppers: Number(env.SHOP_USERS) }),
    ...(env.HOST && { host: env.HOST }),
    ...(env.PORT && { storefrontPort: Number(env.PORT) }),
    onLine: (service, line) => console.log(`${service.padEnd(12)} ${line}`),
  });
  console.log(`the shop is open at ${shop.storefrontUrl}`);
  const stop = () => void shop.stop();
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

if (import.meta.main) await main();
