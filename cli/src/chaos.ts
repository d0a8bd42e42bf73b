import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Client } from "@naru/kubernetes";
import { ChaosError, faultNamed, Laboratory } from "@naru/shop/chaos";
import { described, listed, started, status, stopped, usage } from "./chaos-text.ts";
import { dataFolderOf } from "./installation.ts";

/* `naru chaos list | start NAME [--with HERRING] | stop [NAME] | status`: faults in the demo shop that runs on this machine. */

async function run(argv: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { with: { type: "string" }, data: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  const [command = "help", name, ...rest] = positionals;
  if (rest.length > 0) throw new ChaosError("UNKNOWN", `${rest.join(" ")}: not understood`, usage);
  const asked = isCommand(command) ? name : command;
  if (values.help && asked !== undefined) return described(faultNamed(asked));
  if (values.help || command === "help") return usage;
  if (command === "list") return listed();
  if (!isCommand(command)) throw new ChaosError("UNKNOWN", `there is no command ${command}`, usage);
  return inLaboratory(argv, async (laboratory) => {
    if (command === "status") return status(await laboratory.running());
    if (command === "stop") return stopped(await laboratory.stop(name));
    if (name === undefined)
      throw new ChaosError("UNKNOWN", "start needs the name of a fault", "./naru chaos list names them.");
    return started(faultNamed(name), await laboratory.start(name, values.with));
  });
}

const isCommand = (word: string) => ["list", "start", "stop", "status", "help"].includes(word);

async function inLaboratory(
  argv: readonly string[],
  work: (laboratory: Laboratory) => Promise<string>,
): Promise<string> {
  const folder = dataFolderOf(argv, process.env);
  const kubeconfig = join(folder, "kubernetes", "kubeconfig");
  if (!existsSync(kubeconfig)) {
    throw new ChaosError("NO_CLUSTER", `there is no cluster in ${folder}`, "Start it: ./naru up --demo");
  }
  const client = new Client({ kubeconfig });
  try {
    return await work(new Laboratory({ client, folder: join(folder, "chaos") }));
  } finally {
    client.close();
  }
}

try {
  process.stdout.write(await run(process.argv.slice(2)));
} catch (error) {
  if (error instanceof ChaosError)
    process.stderr.write(`naru: ${error.message.replace(/\.$/, "")}.\n${error.help.trimEnd()}\n`);
  else if (isUsageError(error)) process.stderr.write(`naru: ${error.message}\n${usage}`);
  else throw error;
  process.exitCode = 1;
}

function isUsageError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
