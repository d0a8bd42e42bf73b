import { telemetryEnvironment, upstreamUrls } from "./environment.ts";
import { loopback, type Site } from "./site.ts";
import type { Program } from "./supervision/process.ts";
import type { ServiceTopology } from "./topology.ts";

export function serviceProgram(service: ServiceTopology, site: Site): Program {
  const { name, calls, instrumented, keepsData } = service;
  const databaseUrl = `postgres://${name}:${site.databasePassword}@${loopback}:${site.databasePort}/shop`;
  return {
    name,
    module: `${name}/main.ts`,
    preload: instrumented ? ["instrument.ts"] : [],
    env: () => ({
      ...runtime(site),
      HOST: name === "storefront" ? site.host : loopback,
      PORT: new URL(site.urlOf(name)).port,
      ...upstreamUrls(calls, site.urlOf),
      ...(keepsData && { DATABASE_URL: databaseUrl }),
      ...(instrumented && telemetryEnvironment(service, site.otlpEndpoint, site.otlpHeaders)),
      ...(name === "storefront" && { SESSION_SECRET: site.sessionSecret }),
      ...(name === "card-network" && { SHOP_SEED: String(site.seed) }),
    }),
  };
}

export function loadProgram(shoppers: number, site: Site): Program {
  return {
    name: "load",
    module: "load/main.ts",
    preload: [],
    env: () => ({
      ...runtime(site),
      STOREFRONT_URL: site.urlOf("storefront"),
      SHOP_SEED: String(site.seed),
      SHOP_USERS: String(shoppers),
    }),
  };
}

/** Heaps sized like a small pod's: by itself Node.js would size them for the whole machine. */
function runtime({ compileCache }: Site): Record<string, string> {
  return {
    NODE_COMPILE_CACHE: compileCache,
    NODE_OPTIONS: "--max-old-space-size=160 --max-semi-space-size=4",
  };
}
