import { express } from "./express.ts";
import { type Layout, nothingTold } from "./layout.ts";
import { django, flask } from "./python.ts";
import { spring } from "./spring.ts";

/** alexedwards/scs for Go: what is in a session is gob. Source: https://github.com/alexedwards/scs */
const scs: Layout = {
  name: "scs",
  type: "string",
  prefix: "scs:session:",
  infix: "",
  read: () => nothingTold,
};

/** Anything else with a string a session. */
const plain: Layout = { ...scs, name: "plain", prefix: "session:" };

export const layouts: ReadonlyMap<string, Layout> = new Map(
  [express, spring, flask, django, scs, plain].map((layout) => [layout.name, layout]),
);

/** Glob of all keys that begin with a text, which is taken as it is. */
export const globOf = (start: string): string => `${start.replaceAll(/[\\*?[\]]/g, String.raw`\$&`)}*`;

/** Glob of the keys of sessions. */
export const patternOf = ({ infix }: Layout, prefix: string): string => globOf(prefix + infix);

/** The id that a key is of; undefined where it is the key of something else. */
export function idOf({ infix, besides }: Layout, prefix: string, key: string): string | undefined {
  const start = prefix + infix;
  if (!key.startsWith(start)) return undefined;
  const id = key.slice(start.length);
  const isBesides = besides !== undefined && besides(prefix, "").some((other) => key.startsWith(other));
  return id === "" || isBesides ? undefined : id;
}

export const keyOf = ({ infix }: Layout, prefix: string, id: string): string => prefix + infix + id;
