import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type MountPoint, mountPoints } from "../root/mounts.ts";
import { openCgroup1 } from "./cgroup1.ts";
import { openCgroup2 } from "./cgroup2.ts";
import type { Hierarchy } from "./group.ts";

/** Ways to enforce limits, the best first. */
export async function* hierarchies(name: string): AsyncGenerator<Hierarchy> {
  const points = await mountPoints();
  const own = await readFile("/proc/self/cgroup", "utf8");
  for (const ours of placesInCgroup2(points, own)) yield* attempt(openCgroup2(join(ours, name)));
  for (const place of placesInCgroup1(points, own)) {
    const [memory, cpu, cpuacct] = [
      join(place.memory, name),
      join(place.cpu, name),
      join(place.cpuacct, name),
    ];
    yield* attempt(openCgroup1({ memory, cpu, cpuacct }));
  }
}

/** A hierarchy that we may not use is none. */
async function* attempt(opening: Promise<Hierarchy>): AsyncGenerator<Hierarchy> {
  const hierarchy = await opening.catch(() => undefined);
  if (hierarchy !== undefined) yield hierarchy;
}

/** Groups that ours may stand in: the one that this process is in, the one above, the root. */
export function placesInCgroup2(points: readonly MountPoint[], own: string): string[] {
  const mount = points.find(({ type }) => type === "cgroup2")?.target;
  const path = /^0::(\/.*)$/m.exec(own)?.[1];
  if (mount === undefined || path === undefined) return [];
  return [
    ...new Set(
      [join(mount, path), join(mount, dirname(path)), mount].map((place) => place.replace(/(.)\/$/, "$1")),
    ),
  ];
}

/** The same for the controllers' own hierarchies. */
export function placesInCgroup1(points: readonly MountPoint[], own: string) {
  const mountOf = (controller: string) =>
    points.find(({ type, superOptions }) => type === "cgroup" && superOptions.includes(controller))?.target;
  const pathOf = (controller: string) =>
    own
      .split("\n")
      .map((line) => line.split(":"))
      .find(([, controllers = ""]) => controllers.split(",").includes(controller))?.[2] ?? "/";
  const [memory, cpu, cpuacct] = [mountOf("memory"), mountOf("cpu"), mountOf("cpuacct")];
  if (memory === undefined || cpu === undefined || cpuacct === undefined) return [];
  const inOwn = {
    memory: join(memory, pathOf("memory")),
    cpu: join(cpu, pathOf("cpu")),
    cpuacct: join(cpuacct, pathOf("cpuacct")),
  };
  return [inOwn, { memory, cpu, cpuacct }];
}
