import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("build.ts", import.meta.url));

/** Tests start programs under the agent as it is built. */
export default function setup(): void {
  execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", program], { stdio: "inherit" });
}
