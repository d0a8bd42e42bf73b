import { type Client, kinds } from "@naru/kubernetes";
import { ChaosError } from "../error.ts";
import type { Fault } from "../fault.ts";

export const diskFull: Fault = {
  name: "disk-full",
  summary:
    "order 4.2.0 leaves the receipt of each order in its spool, which holds 128 KiB; needs Naru to run as root",
  shows:
    "after 32 orders, a minute or two, every purchase fails: ENOSPC: no space left on device; nothing got slower",
  undone: "order is rolled back",
  truth: {
    services: ["order"],
    kinds: ["disk-full", "release"],
    inside: ["ENOSPC", "no space left", "spool", "disk", String.raw`kept\.ts`],
  },
  settleSeconds: 180,
  async start(changes) {
    await refuseWithoutLimits(changes.client);
    await changes.release("order", "4.2.0", "4.2.0: the accountant gets a copy of each receipt");
  },
};

const volumesLabel = "naru.dev/volumes";

/** Nodes of other clusters say nothing of it: they keep the limits of volumes. */
async function refuseWithoutLimits(client: Client): Promise<void> {
  const nodes = await client.all(kinds.nodes);
  const unable = nodes.find(({ metadata }) => (metadata.labels?.[volumesLabel] ?? "bounded") !== "bounded");
  if (!unable) return;
  throw new ChaosError(
    "NO_LIMITS",
    `no volume can be full on ${unable.metadata.name}: the machine lets Naru mount nothing, so that volumes have no limit`,
    "Start the demo as root: sudo ./naru up --demo",
  );
}
