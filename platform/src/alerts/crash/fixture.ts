import { connect } from "@naru/clickhouse";
import { createLogger } from "#kernel/log.ts";
import { writeTo } from "../fixture.ts";
import { openAlerts } from "../index.ts";

/* The feature in a process of its own, so that it can be killed: the store and the cluster stand outside of it.
 * Arguments: the store's socket, the cluster's kubeconfig, a folder. */

const [socketPath = "", kubeconfig = "", folder = ""] = process.argv.slice(2);
const clickhouse = connect({ url: "http://engine", socketPath });
const { feature } = openAlerts({
  clusters: [{ name: "local", access: { kubeconfig }, isEmbedded: true }],
  clickhouse,
  write: (series) => writeTo(clickhouse, series),
  log: createLogger("warn"),
  externalUrl: "http://naru.test",
  folder,
});
await feature.start?.();
process.send?.("started");
process.on("disconnect", () => process.exit(0));
