import type { ProfileFrame } from "../../api.ts";
import type { Face } from "./draw.ts";
import { originOf, placeOf, signed } from "./frames.ts";
import type { FlameTree } from "./layout.ts";

export type ProfileTree = FlameTree & { readonly frames: readonly ProfileFrame[] };

/** What each node looks like, made when it is first drawn. */
export class Faces {
  readonly #tree: ProfileTree;
  readonly #find: string;
  readonly #names: { readonly all: string; readonly other: string };
  readonly #known = new Map<number, Face>();

  /** @param find  in lower case; empty when nothing is searched for */
  constructor(tree: ProfileTree, find: string, names: { readonly all: string; readonly other: string }) {
    this.#tree = tree;
    this.#find = find;
    this.#names = names;
  }

  of(node: number): Face {
    const face = this.#known.get(node) ?? this.#make(node);
    this.#known.set(node, face);
    return face;
  }

  #make(node: number): Face {
    const { frames, frame, total, baseTotal } = this.#tree;
    const index = frame[node] ?? -1;
    const one = frames[index];
    const change = baseTotal && shareAt(total, node) - shareAt(baseTotal, node);
    const text = one === undefined ? "" : `${one.function}${one.line > 0 ? ` ${placeOf(one)}` : ""}`;
    const name = one === undefined ? (index === -1 ? this.#names.all : this.#names.other) : text;
    return {
      text: change === undefined || one === undefined ? name : `${signed(change)} ${name}`,
      origin: one ? originOf(one) : index === -1 ? "root" : "other",
      change,
      isPale: this.#find !== "" && !(one !== undefined && isFound(one, this.#find)),
    };
  }
}

/** @param find  in lower case */
export const isFound = (frame: ProfileFrame, find: string): boolean =>
  frame.function.toLowerCase().includes(find) || frame.file.toLowerCase().includes(find);

/** A node's share of the whole, which the root has. */
export const shareAt = (column: readonly number[], node: number): number =>
  (column[0] ?? 0) === 0 ? 0 : (column[node] ?? 0) / (column[0] ?? 1);
