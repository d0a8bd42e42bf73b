import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { startShop } from "@naru/shop";
import { dataFolderOf, platformProgram } from "./installation.ts";

/* `naru up [--demo] [settings]`: the platform as a child of this process and, when asked, the demo shop that sends
 * to it. Either way this process ends with the platform's exit code. */

const argv = process.argv.slice(2);
const isDemo = argv.includes("--demo");
const settings = argv.filter((argument) => argument !== "--demo");

const platform = spawn(platformProgram, settings, {
  stdio: ["ignore", "pipe", "inherit", "ipc"],
});
const ended = once(platform, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
platform.stdout?.pipe(process.stdout);

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) platform.kill("SIGKILL");
    else stopping.abort();
  });
}

if (isDemo) await withShop(platform);
else stopping.signal.addEventListener("abort", () => platform.kill("SIGTERM"));
const [code] = await ended;
process.exit(code ?? 1);

async function withShop(child: ChildProcess): Promise<void> {
  const ready = once(child, "message") as Promise<[{ otlpHttp: string }]>;
  const first = await Promise.race([ready, ended, aborted()]);
  const endpoint = (first?.[0] as { otlpHttp?: string } | undefined)?.otlpHttp;
  if (endpoint === undefined) {
    child.kill("SIGTERM");
    return;
  }
  process.stdout.write("  Opening the demo shop …\n");
  try {
    const shop = await startShop({
      otlpEndpoint: endpoint,
      dataDir: `${dataFolderOf(settings, process.env)}/shop`,
    });
    process.stdout.write(`  Demo shop        ${shop.storefrontUrl}\n\n`);
    await Promise.race([aborted(), ended]);
    await shop.stop();
  } catch (error) {
    process.stderr.write(`naru: the demo shop could not be started: ${(error as Error).message}\n`);
    await Promise.race([aborted(), ended]);
  }
  child.kill("SIGTERM");
}

function aborted(): Promise<undefined> {
  return new Promise((resolve) => {
    if (stopping.signal.aborted) resolve(undefined);
    else stopping.signal.addEventListener("abort", () => resolve(undefined));
  });
}
