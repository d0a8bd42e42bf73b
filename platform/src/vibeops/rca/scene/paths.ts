import type { Scene } from "./scene.ts";

const known = new WeakMap<object, { caller: string; callee: string }[]>();

/** Who calls whom, of spans and of metrics. */
export function callsBetween(scene: Scene): { caller: string; callee: string }[] {
  const before = known.get(scene.calls);
  if (before) return before;
  const pairs = new Map<string, { caller: string; callee: string }>();
  const add = (caller: string, callee: string) => pairs.set(`${caller}\n${callee}`, { caller, callee });
  const { calls } = scene;
  for (let row = 0; row < calls.count; row++) {
    const parent = calls.parent[row] ?? -1;
    if (parent >= 0 && calls.isEntry(row)) add(calls.serviceOf(parent), calls.serviceOf(row));
  }
  for (const { caller, callee } of scene.relations) if (caller !== callee) add(caller, callee);
  const found = [...pairs.values()];
  known.set(scene.calls, found);
  return found;
}

/** The shortest way of calls from one service to another, both included; empty: there is none. */
export function pathTo(scene: Scene, from: string, to: string): string[] {
  const before = new Map<string, string>([[from, ""]]);
  const next = [from];
  for (let service = next.shift(); service !== undefined && !before.has(to); service = next.shift())
    for (const { caller, callee } of callsBetween(scene))
      if (caller === service && !before.has(callee)) {
        before.set(callee, service);
        next.push(callee);
      }
  if (!before.has(to)) return [];
  const path = [to];
  for (let service = before.get(to); service; service = before.get(service)) path.unshift(service);
  return path;
}
