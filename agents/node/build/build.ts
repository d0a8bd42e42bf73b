import { cp, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

/* Makes dist/ of src/: plain CommonJS that runs on Node.js 20, in few files, so that it loads three times as fast as the
 * packages that it is made of, and can be copied anywhere as a folder. */

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
/** Programs may be loading what was built before: it is there until this is complete. */
const fresh = join(root, `dist-${process.pid}`);
const load = createRequire(import.meta.url);

/** What an ES module imports by its own address, so that it has to be a file. */
const files = ["import-in-the-middle", "module-details-from-path", "cjs-module-lexer", "es-module-lexer"];

/** Packages that keep one thing for all: there is to be one of each, though npm may have installed several. */
const single = ["@opentelemetry/core", "@opentelemetry/resources", "@opentelemetry/semantic-conventions"];

/** Packages that others load while they run, by `createRequire`, which a bundler can't follow: they get files of their own. */
const late: Readonly<Record<string, string>> = {
  "@grpc/grpc-js": "late-grpc",
  "@opentelemetry/winston-transport": "late-winston",
};

async function build(): Promise<void> {
  const bundle = await rolldown({
    input: {
      register: join(root, "src/register.ts"),
      "exporters-grpc": join(root, "src/sdk/exporters-grpc.ts"),
      "exporters-json": join(root, "src/sdk/exporters-json.ts"),
      "exporters-prometheus": join(root, "src/sdk/exporters-prometheus.ts"),
      ...Object.fromEntries(Object.entries(late).map(([name, file]) => [file, load.resolve(name)])),
    },
    platform: "node",
    external: ["import-in-the-middle"],
    plugins: [{ name: "late", transform: nameLateFiles }],
    resolve: {
      alias: Object.fromEntries(single.map((name) => [name, fileURLToPath(import.meta.resolve(name))])),
    },
    transform: { target: "node20" },
    logLevel: "warn",
  });
  await bundle.write({
    dir: fresh,
    format: "cjs",
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name].cjs",
    comments: { legal: true },
  });
  await bundle.close();
  await copyFiles();
  await rm(dist, { recursive: true, force: true });
  await rename(fresh, dist);
}

/** @throws Error when a package loads another late that has no file here */
function nameLateFiles(code: string, id: string): string | undefined {
  if (!id.includes("@opentelemetry") || !id.endsWith(".mjs")) return undefined;
  return code.replaceAll(/\b__require\("([^"]+)"\)/g, (_, name: string) => {
    const file = late[name];
    if (file === undefined) throw new Error(`${id} loads ${name}, which build/build.ts has no file for.`);
    return `__require("./${file}.cjs")`;
  });
}

async function copyFiles(): Promise<void> {
  let from = load;
  for (const name of files) {
    const folder = packageFolder(from.resolve(name), name);
    await mkdir(join(fresh, "node_modules"), { recursive: true });
    await cp(folder, join(fresh, "node_modules", name), {
      recursive: true,
      filter: (source) => !source.slice(folder.length).includes("node_modules"),
    });
    if (name === "import-in-the-middle") from = createRequire(join(folder, "index.js"));
  }
}

function packageFolder(file: string, name: string): string {
  const marker = join("node_modules", name);
  return file.slice(0, file.lastIndexOf(marker) + marker.length);
}

/** Builds if anything that dist/ is made of is younger than it. */
async function buildIfStale(): Promise<void> {
  const built = await timeOf(join(dist, "register.cjs"));
  const sources = [
    join(root, "package.json"),
    join(root, "../../package-lock.json"),
    fileURLToPath(import.meta.url),
  ];
  for (const entry of await readdir(join(root, "src"), { recursive: true }))
    sources.push(join(root, "src", entry));
  const times = await Promise.all(sources.map(timeOf));
  if (built === 0 || times.some((time) => time > built)) await build();
}

const timeOf = async (path: string) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildIfStale();
