import { start } from "./agent.ts";
import { isHooksThread } from "./loading/modules.ts";

/* The door: `node --require @naru/agent-node` or `--import @naru/agent-node`. Whatever happens in here, the program
 * goes on. */

const loaded = Symbol.for("naru.agent-node");
const here = globalThis as { [loaded]?: boolean };

if (!here[loaded] && !isHooksThread()) {
  here[loaded] = true;
  try {
    start(process.env);
  } catch (error) {
    process.stderr.write(`naru: the agent could not start, the program runs without it: ${String(error)}\n`);
  }
}
