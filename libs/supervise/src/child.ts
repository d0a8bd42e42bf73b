import { once } from "node:events";
import { flushCompileCache } from "node:module";

/** What a process tells its parent. */
export interface Message<Told = unknown> {
  /** When it is ready. */
  readonly told?: Told;
  /** As the system said it. */
  readonly failure?: {
    readonly message: string;
    readonly code?: string | undefined;
    readonly port?: number | undefined;
    readonly path?: string | undefined;
  };
  readonly log?: string;
}

/** What serves in a process of its own. */
export interface Serving<Told> {
  readonly told: Told;
  /** @param graceMs  how long at most; left out: as usual */
  stop(graceMs?: number): Promise<void>;
}

/** The other end of `supervise`: starts what the parent asks for and lives as long as the channel to it, so that nothing can be left
 *  behind when the parent is killed. */
export async function serveParent<Told>(
  start: (options: unknown, log: (line: string) => void) => Promise<Serving<Told>>,
): Promise<void> {
  let serving: Serving<Told> | undefined;
  let isStopping = false;
  const stop = async (graceMs?: number) => {
    // While it starts there is nothing yet that could be stopped in order.
    if (isStopping || !serving) process.exit(1);
    isStopping = true;
    await serving.stop(graceMs);
    process.exit(0);
  };
  // A parent that was killed is started again soon, and finds folder and port free.
  process.on("disconnect", () => void stop(0));
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => undefined);

  const [options] = (await once(process, "message")) as [unknown];
  serving = await start(options, (log) => tell({ log })).catch(tellAndEnd);
  tell({ told: serving.told });
  // Who is killed writes nothing at its end.
  flushCompileCache();
}

function tell(message: Message, told: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, told);
  else told();
}

/** The parent knows what to tell whom: it gets what the system said, whole. */
async function tellAndEnd(error: NodeJS.ErrnoException & { port?: number }): Promise<never> {
  const { message, code, port, path } = error;
  await new Promise<void>((told) => tell({ failure: { message, code, port, path } }, told));
  process.exit(1);
}
