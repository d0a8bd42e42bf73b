import { connect } from "@naru/clickhouse";
import { createLogger } from "#kernel/log.ts";
import { sick } from "../fixture.ts";
import { openIncidents } from "../index.ts";

/* The feature in a process of its own, so that it can be killed: the store stands outside of it. It finds new trouble at each
 * look and says each incident's service once its incident is stored. Arguments: the store's socket, the number of the first service. */

const [socketPath = "", first = "0"] = process.argv.slice(2);
const clickhouse = connect({ url: "http://engine", socketPath });
let next = Number(first);
let service = "";
const incidents = openIncidents({
  clickhouse,
  diagnose: async ({ to }) => sick(service, to, { felt: [service] }),
  firing: () => [],
  everyMs: 0,
  externalUrl: "http://naru.test",
  log: createLogger("warn"),
});
process.on("disconnect", () => process.exit(0));
// Fewer than are opened an hour.
for (let i = 0; i < 8; i++) {
  service = `s${next++}`;
  await incidents.look();
  process.send?.(service);
  // What is seen again is not opened again.
  await incidents.look();
}
