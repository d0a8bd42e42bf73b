import { setTimeout } from "node:timers/promises";
import { serveParent } from "./child.ts";

interface Options {
  readonly greeting?: string;
  readonly log?: string;
  readonly failure?: object;
  readonly isStubborn?: boolean;
  readonly isSlow?: boolean;
}

await serveParent(async (options, log) => {
  const { greeting, log: line, failure, isStubborn, isSlow } = options as Options;
  if (failure) throw Object.assign(new Error(), failure);
  if (line !== undefined) log(line);
  if (isSlow) {
    log(String(process.pid));
    await setTimeout(60_000);
  }
  const alive = setInterval(() => undefined, 1000);
  return {
    told: { greeting },
    async stop() {
      if (isStubborn) await new Promise(() => undefined);
      clearInterval(alive);
    },
  };
});
