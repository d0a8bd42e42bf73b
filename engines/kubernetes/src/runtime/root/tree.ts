import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mount } from "../container.ts";
import { RuntimeError } from "../errors.ts";
import { boundFolder, entriesOf, type Folder, ownFolder, type Place, placeIn } from "./place.ts";

const mostLinks = 40;

interface Spot {
  readonly parent: Folder;
  readonly name: string;
  readonly place: Place | undefined;
}

/** What a container sees as its file system: a folder of its own that shows everything of the host's root, the image's
 *  own files over it, and the volumes over that. Where a volume is to appear in a host's folder at a name that does
 *  not exist there, that folder gives way to one of the container's own which shows the same entries. */
export class Tree {
  readonly root: Folder;

  private constructor(root: Folder) {
    this.root = root;
  }

  /** @param rootfs      the image's own files: each top-level entry stands in place of the host's
   *  @param isReadOnly  the rest of it too, but for devices */
  static async of(host: string, rootfs?: string, isReadOnly = false): Promise<Tree> {
    const over = await entriesOf(host, { isReadOnly, isVolume: false });
    if (over.get("dev")?.is === "folder") over.set("dev", boundFolder(join(host, "dev"), false, false));
    if (rootfs !== undefined) {
      const own = await entriesOf(rootfs, { isReadOnly: true, isVolume: false });
      for (const [name, place] of own) over.set(name, place);
    }
    over.set("proc", ownFolder());
    return new Tree(ownFolder(over, isReadOnly));
  }

  /** @throws RuntimeError MOUNT_SOURCE, MOUNT_TARGET */
  async mount({ source, target, readOnly }: Mount): Promise<void> {
    const is = await kindOf(source);
    const { parent, name, place } = await this.#find(target);
    if (place === undefined) await makeRoom(parent, name, is);
    else if (place.is !== is) throw badTarget(target, `there is a ${place.is}, the source is a ${is}`);
    parent.over.set(
      name,
      is === "folder" ? boundFolder(source, readOnly, true) : { is, source, isReadOnly: readOnly },
    );
  }

  /** Makes sure that a folder is there, as container runtimes do for the working directory. */
  async folder(path: string): Promise<void> {
    if (partsOf(path).length === 0) return;
    const { parent, name, place } = await this.#find(path);
    if (place === undefined) await makeRoom(parent, name, "folder");
  }

  /** Walks to the last name of a path. Links are followed, folders that are missing on the way are made. */
  async #find(target: string): Promise<Spot> {
    const names = partsOf(target);
    const trail = [this.root];
    for (let links = 0; links <= mostLinks;) {
      const name = names.shift();
      const parent = trail.at(-1) ?? this.root;
      if (name === undefined) break;
      if (name === "..") {
        if (trail.length > 1) trail.pop();
        continue;
      }
      const place = await placeIn(parent, name);
      if (place?.is === "link") {
        links += 1;
        names.unshift(...partsOf(place.to));
        if (place.to.startsWith("/")) trail.splice(1);
      } else if (names.length === 0) {
        return { parent, name, place };
      } else {
        trail.push(await enter({ parent, name, place }, target));
      }
    }
    throw badTarget(target, "it must lead to a name below /, by no more than 40 symbolic links");
  }
}

const partsOf = (path: string) => path.split("/").filter((name) => name !== "" && name !== ".");

async function enter({ parent, name, place }: Spot, target: string): Promise<Folder> {
  if (place === undefined) return makeRoom(parent, name, "folder");
  if (place.is !== "folder") throw badTarget(target, `${name} on the way is no folder`);
  parent.over.set(name, place);
  return place;
}

/** Makes a name that is missing: in a volume that may be written for good, as container runtimes do, else in a folder
 *  of the container's own. */
async function makeRoom(parent: Folder, name: string, is: "folder" | "file"): Promise<Folder> {
  const source = parent.source === undefined ? undefined : join(parent.source, name);
  const isForGood = parent.isVolume && !parent.isReadOnly && source !== undefined;
  if (isForGood) await (is === "folder" ? mkdir(source) : writeFile(source, "", { flag: "a" }));
  else await giveWay(parent);
  const made: Folder = isForGood ? { ...parent, source, isBound: false, over: new Map() } : ownFolder();
  parent.over.set(name, made);
  return made;
}

/** Turns a folder of the host into one of the container's own that shows the same. */
async function giveWay(folder: Folder): Promise<void> {
  if (folder.source === undefined) return;
  for (const [name, place] of await entriesOf(folder.source, folder)) {
    const over = folder.over.get(name);
    if (over === undefined) folder.over.set(name, place);
    else if (over.is === "folder" && over.source !== undefined) over.isBound = true;
  }
  folder.mode = (await stat(folder.source)).mode & 0o7777;
  delete folder.source;
}

async function kindOf(source: string): Promise<"folder" | "file"> {
  try {
    return (await stat(source)).isDirectory() ? "folder" : "file";
  } catch (error) {
    throw new RuntimeError(
      "MOUNT_SOURCE",
      `the source ${source} of a volume can't be mounted: ${(error as NodeJS.ErrnoException).code}`,
      "make the file or folder, and let the user that runs Naru read it",
    );
  }
}

const badTarget = (target: string, why: string) =>
  new RuntimeError("MOUNT_TARGET", `nothing can be mounted at ${target}: ${why}`, "choose another mountPath");
