/** What JSON text is made of, as far as its keys go. */
const token = /"(?:[^"\\]|\\.)*"|[[\]{},:]/g;

interface Open {
  readonly path: string;
  /** Undefined for a list. */
  readonly keys: Set<string> | undefined;
  index: number;
  last: string;
}

/** The fields that stand twice in the same object: the last of them is taken, which may not be the one that was meant.
 *  @param json  that is known to parse
 *  @returns their paths: `spec.replicas` */
export function duplicateFields(json: string): string[] {
  const found = new Set<string>();
  const open: Open[] = [];
  let before = "";
  for (const [text] of json.matchAll(token)) {
    const top = open.at(-1);
    if (text === "{" || text === "[") open.push(opened(top, text === "{"));
    else if (text === "}" || text === "]") open.pop();
    else if (text === "," && top) top.index++;
    else if (text === ":" && top?.keys) note(top, JSON.parse(before) as string, found);
    before = text;
  }
  return [...found];
}

function opened(parent: Open | undefined, isObject: boolean): Open {
  const path = parent === undefined ? "" : pathIn(parent);
  return { path, keys: isObject ? new Set() : undefined, index: 0, last: "" };
}

const pathIn = ({ path, keys, index, last }: Open) =>
  keys ? (path === "" ? last : `${path}.${last}`) : `${path}[${index}]`;

function note(object: Open, key: string, found: Set<string>): void {
  object.last = key;
  if (object.keys?.has(key)) found.add(pathIn(object));
  object.keys?.add(key);
}
