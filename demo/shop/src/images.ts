import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { releases } from "./releases.ts";
import { topology } from "./topology.ts";

const source = fileURLToPath(new URL(".", import.meta.url));
/** All of OpenTelemetry: the services have no line of it. */
const agent = fileURLToPath(import.meta.resolve("@naru/agent-node"));

interface Program {
  readonly image: string;
  readonly version: string;
  /** The module to run, below the source folder. */
  readonly module: string;
  readonly isInstrumented?: boolean;
}

const programs: readonly Program[] = [
  ...topology.map(({ name, version, instrumented }) => ({
    image: name,
    version,
    module: `${name}/main.ts`,
    isInstrumented: instrumented,
  })),
  ...releases.map(({ service, version, module }) => ({
    image: service,
    version,
    module,
    isInstrumented: true,
  })),
  { image: "database", version: "18", module: "postgres/main.ts" },
  { image: "load", version: "1.0.0", module: "load/main.ts" },
  { image: "reports", version: "1.0.0", module: "reports/main.ts" },
];

/** Puts the shop's images into an image store of the embedded Kubernetes: configurations that run this very source.
 *  @param compileCache  a folder where Node.js keeps what it has compiled, so that the next start is quicker */
export async function writeImages(store: string, compileCache: string): Promise<void> {
  await mkdir(compileCache, { recursive: true });
  for (const program of programs) {
    const folder = join(store, "shop", program.image, program.version);
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, "config.json"),
      JSON.stringify(configOf(program, compileCache), undefined, 2),
    );
  }
}

/** Source: https://github.com/opencontainers/image-spec/blob/main/config.md */
function configOf({ module, isInstrumented, image, version }: Program, compileCache: string): object {
  const preload = isInstrumented ? ["--require", agent] : [];
  return {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: process.platform,
    config: {
      Entrypoint: [process.execPath, "--disable-warning=ExperimentalWarning", ...preload],
      Cmd: [join(source, module)],
      Env: [`NODE_COMPILE_CACHE=${compileCache}`],
      WorkingDir: source,
      Labels: { "org.opencontainers.image.title": image, "org.opencontainers.image.version": version },
    },
  };
}
