import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type MountPoint, restrictionsOf } from "./mounts.ts";
import type { Folder, Place } from "./place.ts";

/** A tree on its way to being mounted: what the host keeps for it, and the lines of an fstab(5) that mount it. */
interface LayOut {
  /** Where the folders of the container's own are kept, numbered. */
  readonly folder: string;
  readonly points: readonly MountPoint[];
  readonly lines: string[];
  owned: number;
}

export interface Root {
  /** Where the tree appears, in the container's mount namespace only. */
  readonly folder: string;
  /** An fstab(5) for `mount --all`. */
  readonly fstab: string;
}

/** Makes the container's own folders, links and mount points below a folder, and the list of mounts that completes
 *  them. Nothing is mounted yet.
 *
 *  A few hundred small names are made synchronously: it takes 3 ms, by promises it takes 25. */
export async function layOut(root: Folder, folder: string, points: readonly MountPoint[]): Promise<Root> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const out: LayOut = { folder, points, lines: [], owned: 0 };
  const top = ownFolder(out, root.mode);
  // Unbindable, so that the host's folder which holds it is shown without it.
  out.lines.push(fstabLine(top, top, ["bind", "unbindable", ...readOnly(root)]));
  fill(out, root, top, top);
  out.lines.push(`proc ${escaped(join(top, "proc"))} proc nosuid,nodev,noexec 0 0`);
  const fstab = join(folder, "fstab");
  await writeFile(fstab, `${out.lines.join("\n")}\n`);
  return { folder: top, fstab };
}

function ownFolder(out: LayOut, mode: number): string {
  const path = join(out.folder, `${out.owned++}`);
  makeFolder(path, mode);
  return path;
}

function makeFolder(path: string, mode: number): void {
  mkdirSync(path);
  chmodSync(path, mode);
}

/** @param at    where the folder will be seen
 *  @param kept  the container's own folder behind it; none where the host's is bound */
function fill(out: LayOut, folder: Folder, at: string, kept: string | undefined): void {
  for (const [name, place] of folder.over) {
    const own = kept === undefined ? undefined : join(kept, name);
    put(out, place, join(at, name), own);
  }
}

function put(out: LayOut, place: Place, at: string, own: string | undefined): void {
  if (place.is === "link") {
    if (own !== undefined) symlinkSync(place.to, own);
  } else if (place.is === "file") {
    if (own !== undefined) writeFileSync(own, "");
    out.lines.push(fstabLine(place.source, at, optionsOf(out, place.source, place.isReadOnly)));
  } else {
    if (own !== undefined) makeFolder(own, place.mode);
    putFolder(out, place, at, own);
  }
}

function putFolder(out: LayOut, place: Folder, at: string, own: string | undefined): void {
  if (place.source !== undefined) {
    if (place.isBound)
      out.lines.push(fstabLine(place.source, at, optionsOf(out, place.source, place.isReadOnly)));
    return fill(out, place, at, undefined);
  }
  if (own !== undefined) return fill(out, place, at, own);
  const instead = ownFolder(out, place.mode);
  out.lines.push(fstabLine(instead, at, ["bind", ...readOnly(place)]));
  return fill(out, place, at, instead);
}

const optionsOf = ({ points }: LayOut, source: string, isReadOnly: boolean) =>
  isReadOnly ? ["rbind", "ro", ...restrictionsOf(source, points)] : ["rbind"];

const readOnly = ({ isReadOnly }: Folder) => (isReadOnly ? ["ro"] : []);

const fstabLine = (source: string, target: string, options: readonly string[]) =>
  `${escaped(source)} ${escaped(target)} none ${options.join(",")} 0 0`;

/** Source: fstab(5): white space and backslashes are written in octal. */
const escaped = (path: string) =>
  path.replace(/[\s\\#"]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
