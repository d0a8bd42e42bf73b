import { createHash } from "node:crypto";
import type { Dirent } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseImageConfig } from "./config.ts";
import type { Image } from "./image.ts";
import { parseReference } from "./reference.ts";

/** The image store that comes with the engine. */
export const builtinImages = fileURLToPath(new URL("../../../images", import.meta.url));

const configFile = "config.json";

/** Looks in each store, in order, for `<repository>/<tag>/config.json`, then for `<repository>/config.json`, which is
 *  every tag of it.
 *  @throws ImageError INVALID_NAME for what is no reference, BROKEN for what is no OCI image configuration */
export async function findImage(stores: readonly string[], reference: string): Promise<Image | undefined> {
  const { repository, tag } = parseReference(reference);
  for (const store of stores) {
    const folder = join(store, repository);
    const image = (await imageIn(join(folder, tag), reference)) ?? (await imageIn(folder, reference));
    if (image !== undefined) return image;
  }
  return undefined;
}

/** Every image of the stores that can be used; one that an earlier store has too is left out. */
export async function listImages(stores: readonly string[]): Promise<Image[]> {
  const images = new Map<string, Image>();
  for (const store of stores) {
    for (const folder of await imageFolders(store)) {
      const reference = referenceOf(store, folder);
      const image = await imageIn(folder, reference).catch(() => undefined);
      if (image !== undefined && !images.has(reference)) images.set(reference, image);
    }
  }
  return [...images.values()];
}

async function imageIn(folder: string, reference: string): Promise<Image | undefined> {
  const file = join(folder, configFile);
  const text = await orNothing(readFile(file, "utf8"));
  if (text === undefined) return undefined;
  const id = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  return { reference, id, folder, config: parseImageConfig(text, file) };
}

/** Folders that have a configuration; an image's own root file system is not looked into. */
async function imageFolders(folder: string): Promise<string[]> {
  const entries: Dirent[] = (await orNothing(readdir(folder, { withFileTypes: true }))) ?? [];
  const isImage = entries.some(({ name }) => name === configFile);
  const below = entries.filter((entry) => entry.isDirectory() && !(isImage && entry.name === "rootfs"));
  const found = await Promise.all(below.map(({ name }) => imageFolders(join(folder, name))));
  return [...(isImage ? [folder] : []), ...found.flat()];
}

/** A folder may be a tag of the one above or a repository of its own; a version's name tells. */
function referenceOf(store: string, folder: string): string {
  const path = relative(store, folder);
  return path.replace(/^(.+)\/(latest|v?\d[\w.-]*)$/, "$1:$2");
}

async function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
