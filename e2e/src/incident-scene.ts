import { join } from "node:path";
import { connect } from "@naru/clickhouse";
import { createLogger } from "@naru/platform/kernel/log.ts";
import { healthy, sick } from "@naru/platform/vibeops/incidents/fixture.ts";
import { openIncidents } from "@naru/platform/vibeops/incidents/index.ts";
import type { Platform } from "@naru/testkit";

/** The connections of payment ran out; it goes on. */
export const openIncident = "incident0003";
/** The same days ago, with what helped. */
export const resolvedIncident = "incident0001";
/** Opened by an alert on catalog. */
export const alertIncident = "incident0005";

const minute = 60_000;
const felt = ["storefront", "order", "payment"];

/** Incidents as looks at the shop would have opened them, had it been ill; in the platform's own store. */
export async function fillIncidents(platform: Platform): Promise<void> {
  const clickhouse = connect({
    url: "http://engine",
    socketPath: join(platform.dataFolder, "clickhouse", "engine.sock"),
  });
  const began = Date.now();
  let now = began - 3 * 86_400_000;
  let diagnosis = healthy(now);
  let fires = false;
  let ids = 0;
  const { look } = openIncidents({
    clickhouse,
    diagnose: async () => diagnosis,
    firing: () => (fires ? [firingAlert(now)] : []),
    everyMs: 0,
    externalUrl: "http://naru.test",
    log: createLogger("warn"),
    clock: { now: () => now },
    newId: () => `incident${String(ids++).padStart(4, "0")}`,
  });
  diagnosis = sick("payment", now, { felt });
  await look();
  for (let i = 0; i < 20; i++) {
    now += 20_000;
    diagnosis = healthy(now);
    await look();
  }
  now = began - 8 * minute;
  const calls = [
    { caller: "storefront", callee: "catalog" },
    { caller: "storefront", callee: "order" },
    { caller: "order", callee: "payment" },
    { caller: "order", callee: "inventory" },
  ];
  diagnosis = sick("payment", now - minute, { felt, calls });
  await look();
  now += 20_000;
  fires = true;
  await look();
  await clickhouse.close();
  const note = { text: "Rolled back to 2.3.9; DB_POOL_MAX belongs into the chart." };
  await platform.call(`/api/incidents/${resolvedIncident}/notes`, {
    method: "POST",
    body: JSON.stringify(note),
  });
  const verdict = { outcome: "right", text: "The pool was too small" };
  await platform.call(`/api/incidents/${resolvedIncident}/verdict`, {
    method: "PUT",
    body: JSON.stringify(verdict),
  });
  for (const id of [openIncident, alertIncident]) await platform.call(`/api/incidents/${id}`);
}

const firingAlert = (at: number) => ({
  fingerprint: "00000000000000aa",
  name: "HighErrorRatio",
  severity: "critical",
  labels: { service_name: "catalog" },
  annotations: { summary: "8 % of the requests of catalog fail" },
  isQuiet: false,
  activeAt: at - minute,
  firedAt: at,
});
