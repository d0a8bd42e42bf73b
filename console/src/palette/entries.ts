/** Something the palette can go to. */
export interface Entry {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly to: string;
  readonly keys?: string;
  /** Shown with its colour. */
  readonly service?: boolean;
}

/** A trace ID as people paste it: with dashes, spaces, capitals or a `traceparent` around it. */
export function traceIdIn(text: string): string | undefined {
  const parent = /\b00-([0-9a-f]{32})-[0-9a-f]{16}-/i.exec(text)?.[1];
  const bare = text.replaceAll(/[\s-]/g, "");
  const id = parent ?? (/^[0-9a-f]{32}$/i.test(bare) ? bare : undefined);
  return id?.toLowerCase();
}

/** Entries whose title holds every word that is asked for; those that begin with it first. */
export function matching(entries: readonly Entry[], text: string): Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = ({ title }: Entry) => (title.toLowerCase().startsWith(words[0] ?? "") ? 0 : 1);
  return entries
    .filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)))
    .toSorted((a, b) => rank(a) - rank(b));
}
