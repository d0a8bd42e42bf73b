import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { freePorts } from "./supervision/port.ts";
import { topology } from "./topology.ts";

export const loopback = "127.0.0.1";

/** What the processes of one shop have to agree on: addresses and secrets, made anew at each start. */
export interface Site {
  seed: number;
  /** Where the storefront listens; the services behind it stay on loopback. */
  host: string;
  databasePort: number;
  /** Of every service's role. */
  databasePassword: string;
  sessionSecret: string;
  otlpEndpoint: string;
  otlpHeaders: Record<string, string>;
  compileCache: string;
  urlOf: (service: string) => string;
}

export interface SiteOptions {
  /** Base address of the OTLP/HTTP receiver. While it is away the shop works on, unseen. */
  otlpEndpoint: string;
  /** Sent with every export, e.g. for authorization. */
  headers?: Record<string, string>;
  /** Kept between starts; holds nothing but caches. */
  dataDir: string;
  /** The same seed gives the same products, people and walks. */
  seed?: number;
  /** Where the storefront listens; loopback unless given. */
  host?: string;
  /** Any free port unless given. */
  storefrontPort?: number;
}

export async function planSite(options: SiteOptions): Promise<Site> {
  const [databasePort = 0, ...ports] = await freePorts(topology.length + 1);
  const portOf = new Map(topology.map(({ name }, index) => [name, ports[index]]));
  if (options.storefrontPort !== undefined) portOf.set("storefront", options.storefrontPort);
  const compileCache = join(options.dataDir, "compile-cache");
  await mkdir(compileCache, { recursive: true });
  return {
    seed: options.seed ?? 1,
    host: options.host ?? loopback,
    databasePort,
    databasePassword: randomBytes(18).toString("base64url"),
    sessionSecret: randomBytes(32).toString("base64url"),
    otlpEndpoint: options.otlpEndpoint,
    otlpHeaders: options.headers ?? {},
    compileCache,
    urlOf: (service) => `http://${loopback}:${portOf.get(service)}`,
  };
}
