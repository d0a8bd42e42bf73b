import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dataFolderOf, holderOf } from "./installation.ts";

/* `naru status`: what runs on the data folder, whether it is ready, and the link that signs in. */

interface Ready {
  ready: boolean;
  features: readonly { name: string; ready: boolean; reason?: string }[];
}

const folder = dataFolderOf(process.argv.slice(2), process.env);
const pid = holderOf(folder);
if (pid === undefined) {
  process.stdout.write(`Nothing runs on ${folder}. Start it with: ./naru up\n`);
  process.exitCode = 1;
} else {
  const origin = readFileSync(join(folder, "origin"), "utf8").trim();
  const token = readFileSync(join(folder, "token"), "utf8").trim();
  const answer = await fetch(`${origin}/readyz`).catch(() => undefined);
  const state = answer && ((await answer.json()) as Ready);
  const waiting = state?.features
    .filter(({ ready }) => !ready)
    .map(({ name, reason }) => `  ${name}: ${reason}\n`);
  process.stdout.write(
    `Process ${pid} on ${folder}: ${state?.ready ? "ready" : "not ready"}\n${waiting?.join("") ?? ""}`,
  );
  process.stdout.write(`${origin}/#token=${token}\n`);
  process.exitCode = state?.ready ? 0 : 1;
}
