import * as module from "node:module";
import { pathToFileURL } from "node:url";
import type { Instrumentation } from "@opentelemetry/instrumentation";

/** Lets instrumentations see what ES modules import, too. Only the modules that somebody waits for pass through the
 *  hooks; every other import stays untouched. Node.js 22.22.3 and 24.11.1 and later run the hooks in the program's own thread,
 *  older ones (20 too) in a thread beside it.
 *  Source: https://nodejs.org/api/module.html#customization-hooks */
export function hookModules(instrumentations: readonly Instrumentation[]): void {
  const include = [...new Set(instrumentations.flatMap(modulesOf))];
  if (include.length === 0) return;
  const load = module.createRequire(import.meta.url);
  if (hasSynchronousHooks(process.versions.node)) {
    const hooks = load("import-in-the-middle/register-hooks.mjs") as RegisterHooks;
    hooks.register({ include });
    module.registerHooks({ load: loadBuiltin });
    return;
  }
  const here = pathToFileURL(load.resolve("import-in-the-middle"));
  process.env[inHooksThread] = "true";
  module.register(new URL("hook.mjs", here), { data: { include } });
  delete process.env[inHooksThread];
}

const inHooksThread = "NARU_AGENT_HOOKS_THREAD";

/** The thread of the hooks loads what `--require` names as well, while it starts. No agent belongs into it. */
export const isHooksThread = () => process.env[inHooksThread] !== undefined;

/** Modules of Node.js are loaded as they are. Without this, `node -e` ends in a search for a file named `module`: the other hook
 *  loses that it is one of them. Where they are to be patched, they have an address of their own (`?iitm`). */
const loadBuiltin: module.LoadHookSync = (url, context, nextLoad) =>
  module.isBuiltin(url) ? { format: "builtin", shortCircuit: true } : nextLoad(url, context);

interface RegisterHooks {
  register(options: { readonly include: readonly string[] }): void;
}

/** Names of the modules that an instrumentation patches. */
function modulesOf(instrumentation: Instrumentation): string[] {
  const { _modules: definitions = [] } = instrumentation as { _modules?: readonly { name: string }[] };
  return definitions.map(({ name }) => name).filter((name) => !name.startsWith("/"));
}

/** From which releases on hooks in the same thread can be relied on.
 *  Source: https://github.com/nodejs/node/pull/59929 */
export function hasSynchronousHooks(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  const least: Readonly<Record<number, readonly [number, number]>> = { 22: [22, 3], 24: [11, 1], 25: [1, 0] };
  if (major >= 26) return true;
  const [leastMinor, leastPatch] = least[major] ?? [Infinity, 0];
  return minor > leastMinor || (minor === leastMinor && patch >= leastPatch);
}
