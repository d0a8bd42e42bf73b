import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dataFolderOf } from "./installation.ts";

/* `naru kubeconfig`: prints what kubectl needs to know of the embedded cluster. */

const file = join(dataFolderOf(process.argv.slice(2), process.env), "kubernetes", "kubeconfig");
try {
  process.stdout.write(await readFile(file, "utf8"));
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  process.stderr.write(`naru: there is no cluster yet: ${file} is made by ./naru up.\n`);
  process.exitCode = 1;
}
