import { cpus, totalmem } from "node:os";
import { benchAgent } from "./agent.ts";
import { benchCapacity } from "./capacity/capacity.ts";
import { benchConsole } from "./console.ts";
import { benchDiagnosis } from "./diagnosis.ts";
import { benchHealing } from "./healing.ts";
import { benchIdle } from "./idle.ts";
import { benchIngest } from "./ingest.ts";
import { benchKubernetes } from "./kubernetes.ts";
import { benchPromql } from "./promql.ts";
import { benchQuery } from "./query.ts";
import { rcaCommand } from "./rca/command.ts";
import { benchScatter } from "./scatter.ts";
import { benchSessions } from "./sessions/sessions.ts";

/* `naru bench [ingest|query|diagnosis|promql|idle|kubernetes|console|scatter|sessions|healing|capacity|agent] [--seconds N] [--spans N] [--series N]
 * [--pods N] [--rows N] [--transactions N] [--users N] [--kills N] [--failovers N] [--minutes N] [--trials N] [--json]`; `naru bench rca …` has options of its own
 * (`rca/options.ts`) */

const argv = process.argv.slice(2);
const say = (line: string) => process.stderr.write(`  ${line}\n`);
if (argv[0] === "rca") process.exit(await rcaCommand(argv.slice(1), say));
const isJson = argv.includes("--json");
const number = (flag: string, otherwise: number) => {
  const at = argv.indexOf(flag);
  return at === -1 ? otherwise : Number(argv[at + 1]);
};
const benches: Readonly<Record<string, () => Promise<Record<string, number>>>> = {
  ingest: () => benchIngest({ seconds: number("--seconds", 15), say }),
  query: () => benchQuery({ spans: number("--spans", 100_000_000), say }),
  diagnosis: () => benchDiagnosis({ spans: number("--spans", 50_000_000), say }),
  promql: () => benchPromql({ series: number("--series", 2000), say }),
  idle: () => benchIdle({ seconds: number("--seconds", 60), say }),
  kubernetes: () => benchKubernetes({ pods: number("--pods", 5000), say }),
  console: () => benchConsole({ rows: number("--rows", 10_000), say }),
  scatter: () => benchScatter({ transactions: number("--transactions", 1_000_000), say }),
  sessions: () =>
    benchSessions({
      users: number("--users", 1000),
      kills: number("--kills", 1000),
      failovers: number("--failovers", 20),
      say,
    }),
  healing: () =>
    benchHealing({
      minutes: number("--minutes", 60),
      trials: number("--trials", 5),
      users: number("--users", 40),
      say,
    }),
  capacity: () => benchCapacity({ trials: number("--trials", 5), say }),
  agent: () => benchAgent({ seconds: number("--seconds", 15), say }),
};

const chosen = argv.filter((argument) => argument in benches);
const figures: Record<string, number> = {};
for (const [name, run] of Object.entries(benches)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  say(`${name}:`);
  Object.assign(figures, await run());
}
process.stdout.write(isJson ? `${JSON.stringify(figures)}\n` : table(figures));
process.exit(0);

function table(rows: Record<string, number>): string {
  const machine = `${cpus()[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const lines = Object.entries(rows).map(
    ([name, value]) => `${name.padEnd(30)} ${value.toLocaleString("en").padStart(14)}`,
  );
  return `${machine}\n${lines.join("\n")}\n`;
}
