import type { Client } from "../controllers/client.ts";
import type { Clock } from "../controllers/clock.ts";
import { type Controller, keyOf, partsOf } from "../controllers/controller.ts";
import { recorder } from "../controllers/events.ts";
import { namespaces, pods } from "../controllers/kinds.ts";
import { type Agents, missingAgents } from "./instrumentation.ts";

/** Tells of a new pod, as its event, that an agent it asks for is not there: its program runs all the same, and nobody would
 *  know why nothing is seen of it.
 *  @param folder  where agents are put */
export function missingAgentsController(
  client: Client,
  clock: Clock,
  agents: Agents,
  folder: string,
): Controller {
  const record = recorder(client, clock, "instrumentation");
  return {
    name: "missing-agents",
    watches: [
      { kind: pods, keys: ({ object, previous, isGone }) => (previous || isGone ? [] : [keyOf(object)]) },
    ],
    async reconcile(key) {
      const { namespace, name } = partsOf(key);
      const pod = client.get(pods, namespace, name);
      if (!pod) return;
      for (const language of missingAgents(pod, client.get(namespaces, "", namespace), agents)) {
        const text = `There is no agent for ${language}: the program runs without. Agents are put into ${folder}`;
        await record(pod, "Warning", "AgentMissing", text);
      }
    },
  };
}
