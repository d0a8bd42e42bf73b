import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KubeObject } from "../../object.ts";
import { at, text } from "../../resources/values.ts";
import { ConfigError } from "../environment.ts";
import type { Pod, Volume } from "../pod.ts";
import { writeAtomically } from "./atomic-folder.ts";
import { payloadOf, type PayloadSources } from "./payload.ts";
import { memorySizeOf } from "./memory-size.ts";
import { makeScratch } from "./scratch.ts";

export interface VolumeSources extends PayloadSources {
  readonly claim: (name: string) => KubeObject | undefined;
  readonly persistentVolume: (name: string) => KubeObject | undefined;
  /** Whether a volume can be a file system of its own. */
  readonly mayMount: boolean;
}

export interface Prepared {
  /** On the host. */
  readonly path: string;
  /** Nobody writes to it through a mount. */
  readonly isFixed: boolean;
  /** It is a file system of its own, which can be full. */
  readonly isBounded: boolean;
}

/** Makes a volume of a pod ready on the host, or brings what it holds up to date.
 *  @param folder  of the pod
 *  @throws ConfigError, or the system's error: the pod waits and tells of `FailedMount` */
export async function prepareVolume(
  pod: Pod,
  volume: Volume,
  folder: string,
  from: VolumeSources,
): Promise<Prepared> {
  const { fsGroup } = pod.spec.securityContext ?? {};
  const path = join(folder, "volumes", volume.name);
  const payload = await payloadOf(pod, volume, from);
  if (payload) {
    await writeAtomically(path, payload, fsGroup);
    return { path, isFixed: true, isBounded: false };
  }
  if (volume.emptyDir) {
    return makeScratch(folder, volume.name, {
      isInMemory: volume.emptyDir.medium === "Memory",
      sizeBytes: from.mayMount ? memorySizeOf(pod, volume) : undefined,
      fsGroup,
    });
  }
  if (volume.hostPath) return folderAt(await hostPath(volume.hostPath));
  if (volume.persistentVolumeClaim) {
    const { claimName, readOnly = false } = volume.persistentVolumeClaim;
    return folderAt(await claimed(claimName, from), readOnly);
  }
  if (volume["ephemeral"]) return folderAt(await claimed(`${pod.metadata.name}-${volume.name}`, from));
  const source = Object.keys(volume).find((key) => key !== "name") ?? "";
  throw new ConfigError(`volumes of type ${source} are not known to this cluster`);
}

/** A folder of the machine's own disk. */
const folderAt = (path: string, isFixed = false): Prepared => ({ path, isFixed, isBounded: false });

/** Source: https://kubernetes.io/docs/concepts/storage/volumes/#hostpath-volume-types */
async function hostPath({ path, type = "" }: { path: string; type?: string }): Promise<string> {
  if (type === "DirectoryOrCreate") await mkdir(path, { recursive: true });
  if (type === "FileOrCreate") await writeFile(path, "", { flag: "a" });
  if (type === "") return path;
  const found = await stat(path).catch(() => undefined);
  const isRight = type.startsWith("Directory")
    ? found?.isDirectory()
    : type.startsWith("File")
      ? found?.isFile()
      : found;
  if (isRight) return path;
  throw new ConfigError(`hostPath type check failed: ${path} is not a ${type.toLowerCase()}`);
}

async function claimed(name: string, { claim, persistentVolume }: VolumeSources): Promise<string> {
  const found = claim(name);
  if (!found) throw new ConfigError(`persistentvolumeclaim ${JSON.stringify(name)} not found`);
  const volume = persistentVolume(text(at(found, "spec", "volumeName")));
  if (text(at(found, "status", "phase")) !== "Bound" || !volume) {
    throw new ConfigError(`persistentvolumeclaim ${JSON.stringify(name)} is not bound`);
  }
  const path = text(at(volume, "spec", "local", "path")) || text(at(volume, "spec", "hostPath", "path"));
  if (path === "")
    throw new ConfigError(`the volume of claim ${JSON.stringify(name)} is none of this machine`);
  await mkdir(path, { recursive: true });
  return path;
}
