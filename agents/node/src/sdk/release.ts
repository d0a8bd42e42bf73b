import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that build systems leave behind with the commit that was built. */
const revisionVariables = [
  "VCS_REF_HEAD_REVISION",
  "GIT_COMMIT",
  "GITHUB_SHA",
  "CI_COMMIT_SHA",
  "SOURCE_COMMIT",
  "SOURCE_VERSION",
] as const;

/** Which release of a program runs, as far as it can be known without being told: name and version of the nearest
 *  package.json, and the commit from the environment or the nearest `.git`.
 *  @param main  the program's main module, or a folder
 *  @returns     `service.name`, `service.version`, `vcs.ref.head.revision`
 *  Source: https://opentelemetry.io/docs/specs/semconv/registry/attributes/vcs/ */
export function releaseOf(env: Environment, main: string): Record<string, string> {
  const manifest = nearest(main, (folder) => readManifest(join(folder, "package.json")));
  const named = revisionVariables.map((name) => env[name]).find(isRevision);
  const revision = named ?? nearest(main, (folder) => readHead(join(folder, ".git")));
  return {
    ...(manifest?.name && { "service.name": manifest.name }),
    ...(manifest?.version && { "service.version": manifest.version }),
    ...(revision && { "vcs.ref.head.revision": revision }),
  };
}

const isRevision = (value: string | undefined) => value !== undefined && /^[0-9a-f]{7,64}$/i.test(value);

function nearest<T>(start: string, look: (folder: string) => T | undefined): T | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const found = look(folder);
    if (found !== undefined || folder === dirname(folder)) return found;
  }
}

function readManifest(path: string): { name?: string; version?: string } | undefined {
  const text = read(path);
  if (text === undefined) return undefined;
  try {
    const { name, version } = JSON.parse(text) as Record<string, unknown>;
    return { ...(typeof name === "string" && { name }), ...(typeof version === "string" && { version }) };
  } catch {
    return undefined;
  }
}

/** The commit that a `.git` folder, or the file of a work tree, has checked out.
 *  Source: https://git-scm.com/docs/gitrepository-layout */
function readHead(git: string): string | undefined {
  const pointer = /^gitdir: (.+)$/m.exec(read(git) ?? "")?.[1];
  const folder = pointer ? resolve(dirname(git), pointer.trim()) : git;
  const head = read(join(folder, "HEAD"))?.trim();
  const ref = /^ref: (refs\/[\w./-]+)$/.exec(head ?? "")?.[1];
  if (ref === undefined) return isRevision(head) ? head : undefined;
  const common = resolve(folder, read(join(folder, "commondir"))?.trim() ?? ".");
  const packed = read(join(common, "packed-refs"))
    ?.split("\n")
    .find((line) => line.endsWith(` ${ref}`));
  const revision = read(join(common, ref))?.trim() ?? packed?.split(" ")[0];
  return isRevision(revision) ? revision : undefined;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
