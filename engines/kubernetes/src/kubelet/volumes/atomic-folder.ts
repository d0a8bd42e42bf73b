import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import type { File, Payload } from "./payload.ts";

const current = "..data";

/** Makes a folder hold these files and no others. All of them change in one moment: readers see the names as links into
 *  a folder of one version, as they know it from Kubernetes.
 *  @param group  owns the files, where Naru may give them away
 *  Source: Kubernetes' pkg/volume/util/atomic_writer.go */
export async function writeAtomically(folder: string, payload: Payload, group?: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const old = await readlink(join(folder, current)).catch(() => undefined);
  if (old !== undefined && (await holds(join(folder, old), payload))) return;
  const version = await mkdtemp(join(folder, "..v-"));
  // Whoever the program runs as may look into it.
  await chmod(version, 0o755);
  for (const [path, file] of payload) await writeOne(join(version, path), file, group);
  const link = join(folder, "..data_tmp");
  await rm(link, { force: true });
  await symlink(version.slice(folder.length + 1), link);
  await rename(link, join(folder, current));
  await linkNames(folder, new Set([...payload.keys()].map((path) => path.split("/")[0] ?? path)));
  if (old !== undefined) await rm(join(folder, old), { recursive: true, force: true });
}

async function writeOne(path: string, { data, mode }: File, group: number | undefined): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data, { mode: 0o600 });
  if (group !== undefined && process.getuid?.() === 0) await chown(path, 0, group);
  // Not when it is written, which heeds the umask.
  await chmod(path, mode);
}

async function linkNames(folder: string, names: ReadonlySet<string>): Promise<void> {
  const present = (await readdir(folder)).filter((name) => !name.startsWith(".."));
  for (const name of present) if (!names.has(name)) await unlink(join(folder, name));
  for (const name of names) {
    if (!present.includes(name)) await symlink(join(current, name), join(folder, name));
  }
}

async function holds(version: string, payload: Payload): Promise<boolean> {
  const names = await readdir(version, { recursive: true, withFileTypes: true }).catch(() => []);
  if (names.filter((entry) => entry.isFile()).length !== payload.size) return false;
  for (const [path, { data, mode }] of payload) {
    const file = join(version, path);
    const written = await readFile(file).catch(() => undefined);
    if (!written?.equals(data) || ((await stat(file)).mode & 0o777) !== (mode & 0o777)) return false;
  }
  return true;
}
