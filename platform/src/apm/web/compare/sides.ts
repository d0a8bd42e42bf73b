/* What two sides the page's address asks for. Pure. */

export const WAYS = ["window", "version", "pod", "filter"] as const;
export type Way = (typeof WAYS)[number];
export const AGAINST = ["before", "day", "week"] as const;

export const STATE = {
  by: "window",
  service: "",
  against: "before",
  /** Two versions or pods: `a` is the base. */
  a: "",
  b: "",
  filter: "",
  baseFilter: "",
  baseFrom: "",
  baseTo: "",
};
type State = typeof STATE;

export const KEYS = { version: "service.version", pod: "k8s.pod.name" } as const;

export const wayOf = ({ by }: State): Way => WAYS.find((way) => way === by) ?? "window";

interface Asked {
  readonly service: string;
  readonly filter: string;
  readonly baseFilter: string;
  readonly against: "before" | "day" | "week" | "same";
  readonly baseFrom: string;
  readonly baseTo: string;
}

/** Values of a key, newest version first; without a choice the newest is compared with the one before it. */
export function chosen({ a, b }: Pick<State, "a" | "b">, values: readonly string[]) {
  const sorted = values.toSorted((x, y) => y.localeCompare(x, "en", { numeric: true }));
  const ofB = b || sorted.find((value) => value !== a) || "";
  return { sorted, b: ofB, a: a || sorted.find((value) => value !== ofB) || "" };
}

/** @param values    of the key that the sides are told apart by
 *  @param condition  writes one condition of a filter
 *  @returns undefined while there is no second side */
export function askedBy(
  state: State,
  values: readonly string[],
  condition: (key: string, operator: "=", value: string) => string,
): Asked | undefined {
  const way = wayOf(state);
  const { service, filter, baseFilter, baseFrom, baseTo } = state;
  const common = { service, baseFrom, baseTo };
  if (way === "window") {
    const against = AGAINST.find((each) => each === state.against) ?? "before";
    return { ...common, filter, baseFilter: filter, against };
  }
  if (way === "filter") {
    return filter.trim() === "" && baseFilter.trim() === ""
      ? undefined
      : { ...common, filter, baseFilter, against: "same" };
  }
  const { a, b } = chosen(state, values);
  if (a === "" || b === "") return undefined;
  const [ofA, ofB] = [a, b].map((value) => condition(KEYS[way], "=", value));
  return { ...common, filter: ofB ?? "", baseFilter: ofA ?? "", against: "same" };
}
