import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Isolation } from "./chain.ts";
import type { Exit } from "./container.ts";
import type { Hierarchy } from "./limits/group.ts";
import { hierarchies } from "./limits/open.ts";
import { unlimited } from "./limits/watched.ts";
import { startContainer } from "./start.ts";

/** Finds out what this machine permits by running a container that does nothing: in namespaces, or as plain processes
 *  where they are refused. */
export async function permittedIsolation(): Promise<Isolation> {
  const isolation = process.getuid?.() === 0 ? "root" : "user";
  return (await works(isolation, unlimited)) ? isolation : "none";
}

/** The first hierarchy whose groups containers can join. */
export async function permittedHierarchy(isolation: Isolation, name: string): Promise<Hierarchy> {
  for await (const hierarchy of hierarchies(name)) {
    if (await works(isolation, hierarchy)) return hierarchy;
    await hierarchy.close();
  }
  return unlimited;
}

async function works(isolation: Isolation, hierarchy: Hierarchy): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "naru-probe-"));
  try {
    const { exitCode } = await runNothing(isolation, hierarchy, folder);
    return exitCode === 0;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runNothing(isolation: Isolation, hierarchy: Hierarchy, folder: string): Promise<Exit> {
  const config = { entrypoint: ["true"], cmd: [], env: {}, exposedPorts: [], labels: {} };
  const mounts = isolation === "none" ? [] : [{ source: folder, target: "/naru/probe", readOnly: true }];
  const container = await startContainer(
    { isolation, hierarchy },
    {
      id: "probe",
      folder,
      env: {},
      mounts,
      log: join(folder, "log"),
      memoryLimitBytes: 2 ** 28,
      cpuLimitMillicores: 1000,
      image: { reference: "probe", id: "probe", folder, config },
    },
  );
  return container.exited;
}
