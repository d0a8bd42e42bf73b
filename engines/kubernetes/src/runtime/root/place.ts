import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";

/** One name in a container's file system. */
export type Place = Folder | File | Link;

export interface Folder {
  readonly is: "folder";
  /** The host's folder that is seen here; none for a folder of the container's own. */
  source?: string;
  /** False for one that is seen only because a folder above it is bound. */
  isBound: boolean;
  readonly isReadOnly: boolean;
  /** Part of a volume, where mount points may be made for good. */
  readonly isVolume: boolean;
  /** Of a folder of the container's own. */
  mode: number;
  /** What stands in it, or over what its source shows. */
  readonly over: Map<string, Place>;
}

interface File {
  readonly is: "file";
  readonly source: string;
  readonly isReadOnly: boolean;
}

interface Link {
  readonly is: "link";
  readonly to: string;
}

/** A folder of the container's own. */
export const ownFolder = (over = new Map<string, Place>(), isReadOnly = false): Folder => ({
  is: "folder",
  isBound: false,
  isReadOnly,
  isVolume: false,
  mode: 0o755,
  over,
});

export const boundFolder = (source: string, isReadOnly: boolean, isVolume: boolean): Folder => ({
  is: "folder",
  source,
  isBound: true,
  isReadOnly,
  isVolume,
  mode: 0o755,
  over: new Map(),
});

/** What is in a folder of the host. One that is missing or may not be read has nothing in it. */
export async function entriesOf(folder: string, of: Pick<Folder, "isReadOnly" | "isVolume">) {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (["EACCES", "EPERM", "ENOENT"].includes(error.code ?? "")) return [];
    throw error;
  });
  const places = entries.map(async (entry): Promise<[string, Place]> => {
    const source = join(folder, entry.name);
    if (entry.isSymbolicLink()) return [entry.name, { is: "link", to: await readlink(source) }];
    if (entry.isDirectory()) return [entry.name, boundFolder(source, of.isReadOnly, of.isVolume)];
    return [entry.name, { is: "file", source, isReadOnly: of.isReadOnly }];
  });
  return new Map(await Promise.all(places));
}

/** What stands in a folder under a name. */
export async function placeIn(folder: Folder, name: string): Promise<Place | undefined> {
  const known = folder.over.get(name);
  if (known !== undefined || folder.source === undefined) return known;
  const source = join(folder.source, name);
  try {
    const stats = await lstat(source);
    if (stats.isSymbolicLink()) return { is: "link", to: await readlink(source) };
    if (stats.isDirectory()) return { ...folder, source, isBound: false, over: new Map() };
    return { is: "file", source, isReadOnly: folder.isReadOnly };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
