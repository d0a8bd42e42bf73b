import { releases } from "../releases.ts";
import type { Fault, Herring } from "./fault.ts";

const harmlessRelease: Herring = {
  name: "harmless-release",
  summary: "another service gets a new version that changes nothing",
  start: (changes, service) => {
    const version = unchangedVersionOf(service);
    return changes.release(service, version, `${version}: dependencies brought up to date`);
  },
};

const harmlessConfig: Herring = {
  name: "harmless-config",
  summary: "another service is told what it does anyway: LOG_LEVEL=info",
  start: (changes, service) =>
    changes.configure(service, "the log level is said, not assumed", { LOG_LEVEL: "info" }),
};

export const herrings: readonly Herring[] = [harmlessRelease, harmlessConfig];

const bystanders = ["inventory", "notification", "catalog"];

/** A service that has nothing to do with what is wrong. */
export function bystanderOf({ truth }: Fault): string {
  const named = truth?.services ?? [];
  return bystanders.find((service) => !named.includes(service)) ?? "notification";
}

function unchangedVersionOf(service: string): string {
  const found = releases.find((each) => each.service === service && each.module === `${service}/main.ts`);
  if (!found) throw new Error(`no release of ${service} leaves it as it is`);
  return found.version;
}
