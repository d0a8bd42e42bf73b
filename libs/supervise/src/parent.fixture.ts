import { fileURLToPath } from "node:url";
import { supervise } from "./supervise.ts";

/* Tells the process id of its child: when that is ready, or while it starts if `slow` is asked for. */

const file = fileURLToPath(new URL("child.fixture.ts", import.meta.url));
const child = await supervise({
  name: "the child",
  file,
  options: { greeting: "hello", isSlow: process.argv[2] === "slow" },
  stopWithinMs: 2000,
  onLog: (pid) => process.send?.(Number(pid)),
});
process.send?.(child.pid());
