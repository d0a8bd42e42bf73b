import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Client } from "@naru/kubernetes";
import { deployShop, untilOpen, writeImages } from "@naru/shop";
import { dataFolderOf, platformProgram } from "./installation.ts";

/* `naru up [--demo] [settings]`: the platform as a child of this process and, when asked, the demo shop applied to its
 * embedded Kubernetes. This process ends with the platform's exit code. */

const argv = process.argv.slice(2);
const isDemo = argv.includes("--demo");
const settings = argv.filter((argument) => argument !== "--demo");
const openWithinMs = 180_000;

const platform = spawn(platformProgram, settings, {
  stdio: ["ignore", "pipe", "inherit", "ipc"],
});
const ended = once(platform, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
platform.stdout?.pipe(process.stdout);

let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    platform.kill(isStopping ? "SIGKILL" : "SIGTERM");
    isStopping = true;
  });
}

if (isDemo) await openShop(platform);
const [code] = await ended;
process.exit(code ?? 1);

interface Ready {
  readonly otlpHttp: string;
  readonly kubeconfig?: string;
  readonly ingressUrl?: string;
}

async function openShop(child: ChildProcess): Promise<void> {
  const ready = once(child, "message") as Promise<[Ready]>;
  const [first] = await Promise.race([ready, ended.then(() => [undefined] as const)]);
  if (!first) return;
  try {
    await deploy(first);
    say(`  Demo shop        ${first.ingressUrl}\n\n`);
  } catch (error) {
    if (!isStopping)
      process.stderr.write(`naru: the demo shop could not be opened: ${(error as Error).message}\n`);
  }
}

/** @throws Error that says what is missing */
async function deploy({ otlpHttp, kubeconfig, ingressUrl }: Ready): Promise<void> {
  if (kubeconfig === undefined || ingressUrl === undefined) {
    throw new Error(
      "it needs the embedded Kubernetes. Start without --nodes 0, or apply demo/shop/k8s to a cluster of yours.",
    );
  }
  say("  Opening the demo shop …\n");
  const folder = dataFolderOf(settings, process.env);
  await writeImages(join(folder, "kubernetes", "images"), join(folder, "shop", "compile-cache"));
  const client = new Client({ kubeconfig });
  try {
    await deployShop({ client, otlpEndpoint: otlpHttp });
    await Promise.race([untilOpen(client, openWithinMs), ended]);
  } finally {
    client.close();
  }
}

function say(text: string): void {
  if (!isStopping) process.stdout.write(text);
}
