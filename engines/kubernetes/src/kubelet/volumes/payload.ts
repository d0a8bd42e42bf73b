import { posix } from "node:path";
import type { KubeObject } from "../../object.ts";
import { fieldOf, type Place, resourceOf } from "../downward.ts";
import { ConfigError, dataOf, type Sources } from "../environment.ts";
import type { DownwardFile, KeyToPath, Pod, Projection, Volume } from "../pod.ts";

export interface File {
  readonly data: Buffer;
  readonly mode: number;
}

/** Files by their path in the volume. */
export type Payload = ReadonlyMap<string, File>;

export interface PayloadSources {
  readonly sources: Sources;
  readonly place: Place;
  readonly token: (audience: string | undefined, seconds: number) => Promise<string>;
}

const usualMode = 0o644;
/** Of volumes that belong to a group. */
const groupReads = 0o440;
/** As long as a token lasts that doesn't say. */
const tokenSeconds = 3600;

/** What a volume that is made of other objects holds; undefined when it is no such volume.
 *  @throws ConfigError when something of it is missing */
export async function payloadOf(
  pod: Pod,
  volume: Volume,
  from: PayloadSources,
): Promise<Payload | undefined> {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap) return projections(pod, [{ configMap }], configMap.defaultMode, from);
  if (secret) {
    const { secretName: name, ...rest } = secret;
    return projections(
      pod,
      [{ secret: { ...rest, ...(name !== undefined && { name }) } }],
      secret.defaultMode,
      from,
    );
  }
  if (downwardAPI) return projections(pod, [{ downwardAPI }], downwardAPI.defaultMode, from);
  if (projected) return projections(pod, projected.sources ?? [], projected.defaultMode, from);
  return undefined;
}

async function projections(
  pod: Pod,
  list: readonly Projection[],
  mode: number = usualMode,
  from: PayloadSources,
): Promise<Payload> {
  const files = new Map<string, File>();
  const forGroup = pod.spec.securityContext?.fsGroup === undefined ? 0 : groupReads;
  for (const projection of list) {
    for (const [path, { data, mode: own }] of await filesOf(pod, projection, mode, from))
      files.set(safe(path), { data, mode: own | forGroup });
  }
  return files;
}

async function filesOf(
  pod: Pod,
  { configMap, secret, downwardAPI, serviceAccountToken }: Projection,
  mode: number,
  { sources, place, token }: PayloadSources,
): Promise<(readonly [string, File])[]> {
  if (configMap) return keys("configmap", configMap, sources.configMap(configMap.name ?? ""), mode);
  if (secret) return keys("secret", secret, sources.secret(secret.name ?? ""), mode);
  if (downwardAPI) return (downwardAPI.items ?? []).map((item) => downwardFile(pod, item, place, mode));
  if (!serviceAccountToken) return [];
  const { path, audience, expirationSeconds = tokenSeconds } = serviceAccountToken;
  return [[path, { data: Buffer.from(await token(audience, expirationSeconds)), mode }]];
}

function keys(
  kind: "configmap" | "secret",
  { name = "", items, optional }: { name?: string; items?: KeyToPath[]; optional?: boolean },
  object: KubeObject | undefined,
  mode: number,
): (readonly [string, File])[] {
  if (!object) {
    if (optional) return [];
    throw new ConfigError(`${kind} ${JSON.stringify(name)} not found`);
  }
  const data = dataOf(object);
  if (!items) return Object.entries(data).map(([key, value]) => [key, { data: value, mode }]);
  return items.flatMap((item) => {
    const value = data[item.key];
    if (value !== undefined) return [[item.path, { data: value, mode: item.mode ?? mode }] as const];
    if (optional) return [];
    throw new ConfigError(
      `references non-existent ${kind === "secret" ? "secret" : "config"} key: ${item.key}`,
    );
  });
}

function downwardFile(pod: Pod, item: DownwardFile, place: Place, mode: number): readonly [string, File] {
  const { fieldRef, resourceFieldRef } = item;
  const value = fieldRef
    ? fieldOf(pod, fieldRef, place)
    : resourceFieldRef && resourceOf(pod, undefined, resourceFieldRef, place);
  if (value === undefined) throw new ConfigError(`the downward API has no such field for ${item.path}`);
  return [item.path, { data: Buffer.from(value), mode: item.mode ?? mode }];
}

/** @throws ConfigError for a path that would leave the volume */
function safe(path: string): string {
  const normal = posix.normalize(path);
  if (!posix.isAbsolute(normal) && normal !== ".." && !normal.startsWith("../") && normal !== ".")
    return normal;
  throw new ConfigError(`invalid path ${JSON.stringify(path)} in a volume`);
}
