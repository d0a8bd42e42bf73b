import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import { type Read, type Window, windowOf } from "#telemetry/query/index.ts";
import type {
  compareProfiles,
  getProfile,
  listProfiles,
  profileFilters,
  profileLines,
  profileOfSpan,
} from "./api.ts";
import { type Loaded, load, type Source } from "./load.ts";
import { mergeFrames, type Weight, weighFrames, weighLines } from "./merge.ts";
import { filtersFor, kindsIn, kindsOfSpan, spanConditions, spanTime, type Wanted } from "./store.ts";
import { treeOf } from "./tree.ts";

const mostFunctions = 500;
const mostFilters = 200;

type In<O extends { readonly input: z.ZodType }> = z.output<O["input"]>;

export async function profileKinds(read: Read, input: In<typeof listProfiles>, now: number) {
  const rows = await kindsIn(read, windowOf(input, now));
  return {
    profiles: rows.map(({ samples, instances, ...row }) => ({
      ...row,
      samples: Number(samples),
      instances: Number(instances),
    })),
  };
}

export const filters = (read: Read, input: In<typeof profileFilters>, now: number) =>
  filtersFor(read, { ...anything, ...input, window: windowOf(input, now) }, mostFilters);

export async function profile(source: Source, input: In<typeof getProfile>, now: number) {
  const wanted = { ...input, window: windowOf(input, now) };
  return { ...measure(wanted), ...shaped(await load(source, [wanted]), input) };
}

export async function lines(source: Source, input: In<typeof profileLines>, now: number) {
  const { frames, stacks, totals } = await load(source, [{ ...input, window: windowOf(input, now) }]);
  return { total: totals[0]?.value ?? 0, lines: weighLines(stacks, frames, input.file, input.function) };
}

export async function comparison(source: Source, input: In<typeof compareProfiles>, now: number) {
  const wanted = { ...input, window: windowOf(input, now) };
  const base = {
    ...wanted,
    version: input.baseVersion ?? input.version,
    window: baseWindow(input, now),
  };
  const loaded = await load(source, [wanted, base]);
  const { frames, ...rest } = shapeOf(loaded, input);
  const [own, other] = loaded.totals;
  const wholes = [own?.value ?? 0, other?.value ?? 0] as const;
  const functions = weighFrames(loaded.stacks, frames)
    .map((weight, index) => ({ ...frames.frames[index]!, ...sides(weight), ...changeOf(weight, wholes) }))
    .filter(({ total, baseTotal }) => total !== 0 || baseTotal !== 0)
    .toSorted(byChange)
    .slice(0, mostFunctions);
  return { ...measure(wanted), ...rest, baseTotal: wholes[1], baseSamples: other?.samples ?? 0, functions };
}

function baseWindow(input: In<typeof compareProfiles>, now: number): Window {
  const { from, to, baseFrom, baseTo, baseVersion } = input;
  const window = windowOf({ from, to }, now);
  if (baseFrom !== undefined || baseTo !== undefined)
    return windowOf({ from: baseFrom ?? from, to: baseTo ?? to }, now);
  if (baseVersion !== undefined) return window;
  return { from: window.from - (window.to - window.from), to: window.from };
}

/** @throws NaruError NOT_FOUND when there is no such span */
export async function ofSpan(source: Source, input: In<typeof profileOfSpan>) {
  const { traceId, spanId } = input;
  const span = await spanTime(source.read, traceId, spanId);
  if (!span) throw new NaruError("NOT_FOUND", `No span ${spanId} is stored in trace ${traceId}.`);
  const startMs = Number(BigInt(span.startNano) / 1_000_000n);
  const durationNano = Number(span.durationNano);
  // A profile without instants lies where it began: some minutes before what it overlaps, at most.
  const window = { from: startMs - longestProfileMs, to: startMs + Math.ceil(durationNano / 1e6) + 60_000 };
  const told = { service: span.service, startTimeUnixNano: span.startNano, durationNano };
  for (const [basis, holds] of spanConditions(span, { traceId, spanId })) {
    const types = await kindsOfSpan(source.read, span.service, window, holds);
    const chosen = chooseKind(types, input);
    if (!chosen) continue;
    const wanted: Wanted = { ...anything, ...chosen, service: span.service, window, holds };
    return { ...told, basis, types, ...measure(wanted), ...shaped(await load(source, [wanted]), input) };
  }
  const nothing: Loaded = { frames: [], stacks: [], totals: [], omitted: { stacks: 0, value: 0 } };
  const measured = { type: input.type ?? "", unit: input.unit };
  return { ...told, basis: "none" as const, types: [], ...measured, ...shaped(nothing, input) };
}

const longestProfileMs = 10 * 60_000;
const anything = { version: "", pod: "", thread: "" };

/** The one asked for, or what tells most of where a span's time went. */
function chooseKind(
  types: readonly { type: string; unit: string }[],
  { type, unit }: { readonly type?: string | undefined; readonly unit: string },
) {
  if (type !== undefined) return types.find((one) => one.type === type && (unit === "" || one.unit === unit));
  const preferred = ["wall", "cpu", "samples"];
  return preferred.flatMap((name) => types.find((one) => one.type === name) ?? [])[0] ?? types[0];
}

interface Shape {
  readonly by: "function" | "line";
  readonly nodes: number;
}

const measure = ({ type, unit }: Pick<Wanted, "type" | "unit">) => ({ type, unit });

function shapeOf({ frames: given, stacks, totals, omitted }: Loaded, { by, nodes }: Shape) {
  const frames = mergeFrames(given, by);
  const { prunedNodes, ...tree } = treeOf(stacks, frames, nodes);
  return {
    frames,
    total: totals[0]?.value ?? 0,
    samples: totals[0]?.samples ?? 0,
    tree: { frames: [...frames.frames], ...tree },
    prunedNodes,
    omittedStacks: omitted.stacks,
    omittedValue: omitted.value,
  };
}

function shaped(loaded: Loaded, shape: Shape) {
  const { frames, tree, ...rest } = shapeOf(loaded, shape);
  const { baseSelf: _self, baseTotal: _total, ...ofOneSide } = tree;
  const functions = weighFrames(loaded.stacks, frames)
    .map(({ self, total }, index) => ({ ...frames.frames[index]!, self: self[0], total: total[0] }))
    .filter(({ total }) => total !== 0)
    .toSorted((a, b) => b.total - a.total || b.self - a.self)
    .slice(0, mostFunctions);
  return { ...rest, tree: ofOneSide, functions };
}

const sides = ({ self, total }: Weight) => ({
  self: self[0],
  total: total[0],
  baseSelf: self[1],
  baseTotal: total[1],
});

/** Two windows are seldom equally long or busy: what counts is how shares of the whole differ. */
export function changeOf({ self, total }: Weight, [whole, baseWhole]: readonly [number, number]) {
  return {
    selfShareChange: share(self[0], whole) - share(self[1], baseWhole),
    totalShareChange: share(total[0], whole) - share(total[1], baseWhole),
  };
}

const share = (part: number, of: number) => (of === 0 ? 0 : part / of);

type Changed = ReturnType<typeof changeOf>;

/** What changed most in its own code first: what calls it changed with it. */
const byChange = (a: Changed, b: Changed): number =>
  Math.abs(b.selfShareChange) - Math.abs(a.selfShareChange) ||
  b.selfShareChange - a.selfShareChange ||
  Math.abs(b.totalShareChange) - Math.abs(a.totalShareChange);
