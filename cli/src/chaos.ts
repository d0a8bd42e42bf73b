import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Client } from "@naru/kubernetes";
import { ChaosError, type Fault, faultNamed, faults, herrings, Laboratory } from "@naru/shop/chaos";
import { dataFolderOf } from "./installation.ts";

/* `naru chaos list | start NAME [--with HERRING] | stop [NAME] | status`: faults in the demo shop that runs on this machine. */

const usage = `Makes something go wrong in the demo shop of a running ./naru up --demo, and puts it right again.

  ./naru chaos list                         what can go wrong
  ./naru chaos start NAME [--with HERRING]  let it; with something harmless at the same minute, to mislead
  ./naru chaos stop [NAME]                  put everything back
  ./naru chaos status                       what runs
  ./naru chaos NAME --help                  what it does, what one sees, what a right answer names

  --data FOLDER                             as ./naru up has it, also in NARU_DATA

What was done, and what the right answer is, is written to chaos/truth.jsonl in the data folder.
`;

async function run(argv: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { with: { type: "string" }, data: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  const [command = "help", name, ...rest] = positionals;
  if (rest.length > 0) throw new ChaosError("UNKNOWN", `${rest.join(" ")}: not understood`, usage);
  if (values.help && positionals.length > 0 && !isCommand(command)) return described(faultNamed(command));
  if (values.help && name !== undefined) return described(faultNamed(name));
  if (values.help || command === "help") return usage;
  if (command === "list") return listed();
  if (!isCommand(command)) throw new ChaosError("UNKNOWN", `there is no command ${command}`, usage);
  return inLaboratory(argv, async (laboratory) => {
    if (command === "status") return status(laboratory);
    if (command === "stop") return `Put back: ${(await laboratory.stop(name)).fault}\n`;
    if (name === undefined)
      throw new ChaosError("UNKNOWN", "start needs the name of a fault", "./naru chaos list names them.");
    const { herrings: misleading } = await laboratory.start(name, values.with);
    return started(faultNamed(name), misleading);
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

const width = Math.max(...[...faults, ...herrings].map(({ name }) => name.length));
const line = ({ name, summary }: { name: string; summary: string }) =>
  `  ${name.padEnd(width)}  ${summary}\n`;

const listed = () =>
  `Faults:\n${faults.map(line).join("")}\nHerrings, for --with:\n${herrings.map(line).join("")}`;

function started(
  { name, summary, shows, settleSeconds }: Fault,
  misleading: readonly { herring: string; service: string }[],
): string {
  const also = misleading.map(({ herring, service }) => `Also: ${herring} of ${service}\n`).join("");
  return `Started: ${name}: ${summary}\n${also}To be seen within ${settleSeconds} s: ${shows}\nUndo it: ./naru chaos stop\n`;
}

function described({ name, summary, shows, undone, truth }: Fault): string {
  const answer = truth
    ? `Right answer:  ${truth.kinds.join(" or ")}${truth.services.length > 0 ? ` of ${truth.services.join(" or ")}` : ""}\n`
    : "Right answer:  nothing is wrong\n";
  return `${name}\n\nWhat it does:  ${summary}\nWhat one sees: ${shows}\nHow it ends:   ${undone}\n${answer}`;
}

async function status(laboratory: Laboratory): Promise<string> {
  const running = await laboratory.running();
  if (!running) return "Nothing runs.\n";
  const also = running.herrings.map(({ herring, service }) => `, with ${herring} of ${service}`).join("");
  return `${running.fault}${also}, since ${running.startedAt}\nUndo it: ./naru chaos stop\n`;
}

try {
  process.stdout.write(await run(process.argv.slice(2)));
} catch (error) {
  if (error instanceof ChaosError) process.stderr.write(`naru: ${error.message}.\n${error.help.trimEnd()}\n`);
  else if (isUsageError(error)) process.stderr.write(`naru: ${error.message}\n${usage}`);
  else throw error;
  process.exitCode = 1;
}

function isUsageError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
