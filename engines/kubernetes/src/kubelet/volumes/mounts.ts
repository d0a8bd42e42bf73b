import { mkdir, stat } from "node:fs/promises";
import { join, normalize } from "node:path";
import type { Mount } from "../../runtime/index.ts";
import { ConfigError } from "../environment.ts";
import { expand } from "../expand.ts";
import type { Container } from "../pod.ts";
import type { Prepared } from "./volumes.ts";

/** Where a container sees the volumes of its pod.
 *  @throws ConfigError */
export async function mountsOf(
  { volumeMounts = [] }: Container,
  volumes: ReadonlyMap<string, Prepared>,
  env: Readonly<Record<string, string>>,
): Promise<Mount[]> {
  return Promise.all(
    volumeMounts.map(async ({ name, mountPath, subPath = "", subPathExpr = "", readOnly = false }) => {
      const volume = volumes.get(name);
      if (!volume) throw new ConfigError(`volume ${JSON.stringify(name)} is not there`);
      const below = subPathExpr === "" ? subPath : expand(subPathExpr, (variable) => known(variable, env));
      const source = below === "" ? volume.path : await within(volume, below);
      return { source, target: mountPath, readOnly: readOnly || volume.isFixed };
    }),
  );
}

/** @throws ConfigError */
function known(variable: string, env: Readonly<Record<string, string>>): string {
  const value = env[variable];
  if (value !== undefined) return value;
  throw new ConfigError(`a subPathExpr names the variable ${JSON.stringify(variable)}, which is not there`);
}

/** A part of a volume; a folder is made of it where there is nothing. */
async function within({ path, isFixed }: Prepared, below: string): Promise<string> {
  const normal = normalize(below);
  if (normal.startsWith("/") || below.split("/").includes("..")) {
    throw new ConfigError(`subPath ${JSON.stringify(below)} must stay within the volume`);
  }
  const source = join(path, normal);
  if (!isFixed && !(await stat(source).catch(() => undefined))) await mkdir(source, { recursive: true });
  return source;
}
