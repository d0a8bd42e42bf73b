import type { Profiler } from "node:inspector";
import { type Location, pathOf } from "../code/location.ts";
import type { CpuProfile } from "./profiler.ts";

/** One place in a stack. */
export interface Frame {
  readonly function: string;
  /** Empty for what is part of V8. */
  readonly file: string;
  /** Where the function begins, and the line that ran; 0 where it isn't known. Counted from 1. */
  readonly startLine: number;
  readonly line: number;
}

/** The samples that fell on one stack. */
export interface Stack {
  /** Innermost first. */
  readonly frames: readonly Frame[];
  /** When, in microseconds of `process.hrtime`. */
  readonly at: readonly number[];
}

type Resolve = (location: Location) => Promise<Location>;

/** Turns V8's tree of calls into stacks of what people wrote. Waiting is left out: the profile is one of processor time.
 *
 *  V8 tells how often each line of a function ran, but not when. So the samples of a function are given to its lines in that
 *  proportion: right in total for each line, and in time for each function. */
export async function stacksOf(profile: CpuProfile, resolve: Resolve): Promise<Stack[]> {
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const frames = new Map<number, Frame>();
  for (const node of profile.nodes) frames.set(node.id, await frameOf(node, resolve));
  const stacks: Stack[] = [];
  for (const [id, at] of instantsOf(profile)) {
    const node = nodes.get(id);
    const own = frames.get(id);
    if (!node || !own || isWaiting(node)) continue;
    const callers = callersOf(id, parents).flatMap((caller) => frames.get(caller) ?? []);
    const outer = callers.filter(({ function: name }) => name !== "(root)");
    for (const share of shares(node, at)) {
      stacks.push({ frames: [await atLine(own, node, share.line, resolve), ...outer], at: share.at });
    }
  }
  return stacks;
}

function instantsOf({ samples }: CpuProfile): Map<number, number[]> {
  const instants = new Map<number, number[]>();
  for (const { node, at } of samples) {
    const known = instants.get(node);
    if (known) known.push(at);
    else instants.set(node, [at]);
  }
  return instants;
}

const isWaiting = ({ callFrame }: Profiler.ProfileNode) =>
  ["(idle)", "(root)"].includes(callFrame.functionName);

function callersOf(id: number, parents: ReadonlyMap<number, number>): number[] {
  const callers: number[] = [];
  for (let at = parents.get(id); at !== undefined; at = parents.get(at)) callers.push(at);
  return callers;
}

/** Gives the samples of a node to its lines. */
function shares(
  node: Profiler.ProfileNode,
  at: readonly number[],
): { line: number; at: readonly number[] }[] {
  const lines = node.positionTicks ?? [];
  const given: { line: number; at: readonly number[] }[] = [];
  let used = 0;
  for (const { line, ticks } of lines.slice(0, -1)) {
    given.push({ line, at: at.slice(used, used + ticks) });
    used += ticks;
  }
  given.push({ line: lines.at(-1)?.line ?? 0, at: at.slice(used) });
  return given.filter((share) => share.at.length > 0);
}

async function frameOf({ callFrame }: Profiler.ProfileNode, resolve: Resolve): Promise<Frame> {
  const name = callFrame.functionName || "(anonymous)";
  const written = writtenAt(callFrame);
  if (!written) return { function: name, file: callFrame.url, startLine: 0, line: 0 };
  const { file, line } = await resolve(written);
  return { function: name, file, startLine: line, line };
}

async function atLine(
  frame: Frame,
  node: Profiler.ProfileNode,
  line: number,
  resolve: Resolve,
): Promise<Frame> {
  const written = writtenAt(node.callFrame);
  if (!written || line === 0) return frame;
  const ran = await resolve({ file: written.file, line, column: endOfLine });
  return ran.file === frame.file ? { ...frame, line: ran.line } : frame;
}

/** A line without a column is looked up by its last mapping: that before its first belongs to the line above. */
const endOfLine = 2 ** 30;

function writtenAt({
  url,
  lineNumber,
  columnNumber,
}: Profiler.ProfileNode["callFrame"]): Location | undefined {
  const file = pathOf(url);
  return file === undefined ? undefined : { file, line: lineNumber + 1, column: columnNumber + 1 };
}
