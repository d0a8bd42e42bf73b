import type { KubeObject } from "@naru/kubernetes";

/** What an object says. */
export interface Reading<R> {
  /** Undefined when nothing of it can be used. */
  readonly value: R | undefined;
  /** Whether all of it can be used. */
  readonly isWhole: boolean;
  /** What of it can't be read, in its own words. */
  readonly problems: readonly string[];
}

/** An object of a cluster as it is used. */
export interface Known<T, R> extends Reading<R> {
  /** The one that `value` was read from. */
  readonly object: T;
  /** `value` is what the object said before; `problems` say what is wrong with what it says now. */
  readonly isEarlier: boolean;
}

export const placeOf = ({ metadata: { namespace = "", name } }: KubeObject): string => `${namespace}/${name}`;

/** What each object says now; where that can't be read as a whole, what it said when it last could.
 *  @param before what this gave the last time, by place */
export function knownOf<T extends KubeObject, R>(
  objects: readonly T[],
  before: ReadonlyMap<string, Known<T, R>>,
  read: (object: T) => Reading<R>,
): ReadonlyMap<string, Known<T, R>> {
  return new Map(
    objects.map((object): [string, Known<T, R>] => {
      const place = placeOf(object);
      const now = read(object);
      const earlier = before.get(place);
      if (now.isWhole || earlier?.isWhole !== true) return [place, { ...now, object, isEarlier: false }];
      return [place, { ...earlier, problems: now.problems, isEarlier: true }];
    }),
  );
}
