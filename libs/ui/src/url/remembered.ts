import type { UrlShape, UrlState } from "./state.ts";

/** Part of a page's state that a person keeps from visit to visit, such as columns and sort order. A link that
 *  says otherwise wins. */
export interface Remembered<S extends UrlShape> {
  readonly name: string;
  readonly keys: readonly (keyof S)[];
}

const storageKey = (name: string) => `naru.page.${name}`;

/** The page's defaults, with what was remembered in their place. */
export function withRemembered<S extends UrlShape>(defaults: S, remembered: Remembered<S> | undefined): S {
  if (remembered === undefined) return defaults;
  const stored = parse(localStorage.getItem(storageKey(remembered.name)));
  const known = Object.entries(stored).filter(
    ([key, value]) => remembered.keys.includes(key) && typeof value === typeof defaults[key],
  );
  return { ...defaults, ...Object.fromEntries(known) };
}

export function remember<S extends UrlShape>(remembered: Remembered<S>, change: Partial<UrlState<S>>): void {
  const kept = Object.entries(change).filter(([key]) => remembered.keys.includes(key));
  if (kept.length === 0) return;
  const key = storageKey(remembered.name);
  localStorage.setItem(
    key,
    JSON.stringify({ ...parse(localStorage.getItem(key)), ...Object.fromEntries(kept) }),
  );
}

function parse(text: string | null): object {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
