import type { Container as Process, Runtime } from "../runtime/index.ts";

const mostOutput = 10_240;

/** Runs a command in a container to its end, or for as long as it may take. */
export async function outputOf(
  runtime: Runtime,
  process: Process,
  command: readonly string[],
  timeoutMs: number,
): Promise<{ exitCode: number; output: string }> {
  const execution = await runtime.exec(process, { command });
  const parts: Buffer[] = [];
  let size = 0;
  for (const stream of [execution.stdout, execution.stderr]) {
    stream?.on("data", (part: Buffer) => {
      if (size < mostOutput) parts.push(part);
      size += part.length;
    });
  }
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), timeoutMs);
  const exit = await Promise.race([execution.exited, late.promise]);
  clearTimeout(timer);
  if (!exit) {
    execution.kill();
    return {
      exitCode: -1,
      output: `command timed out: ${JSON.stringify(command.join(" "))} timed out after ${timeoutMs / 1000}s`,
    };
  }
  return { exitCode: exit.exitCode, output: Buffer.concat(parts).toString().trimEnd() };
}
