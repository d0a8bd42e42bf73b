import { fileURLToPath } from "node:url";
import { supervise } from "./supervise.ts";

const file = fileURLToPath(new URL("child.fixture.ts", import.meta.url));
const child = await supervise({
  name: "the child",
  file,
  options: { greeting: "hello" },
  stopWithinMs: 2000,
});
process.send?.(child.pid());
