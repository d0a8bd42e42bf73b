import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { serveChromium } from "./chromium.ts";

interface WatchingPlatform {
  readonly url: string;
  readonly otlpHttp: string;
  readonly token: string;
}

declare module "vitest" {
  interface ProvidedContext {
    /** The platform that watches the shop. */
    readonly platform: WatchingPlatform;
    /** Where the tests' browser is reached. */
    readonly browser: string;
  }
}

const sceneProgram = fileURLToPath(new URL("scene-process.ts", import.meta.url));

/** One platform, one shop and one browser for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scene = fork(sceneProgram, { execArgv: ["--disable-warning=ExperimentalWarning"] });
  const ended = once(scene, "exit");
  const began = once(scene, "message") as Promise<[WatchingPlatform]>;
  const [platform] = await Promise.race([began, ended.then(() => [undefined] as const)]);
  if (platform === undefined) throw new Error("The platform and the shop could not be started; see above.");
  const browser = await serveChromium();
  project.provide("platform", platform);
  project.provide("browser", browser.wsEndpoint());
  return async () => {
    await browser.close();
    scene.disconnect();
    await ended;
  };
}
