import type { Attribute } from "../api.ts";

/** Where code is shown: an address with `{service}`, `{version}`, `{commit}`, `{path}` and `{line}` in it, such as
 *  `https://git.example/shop/{service}/blob/{commit}/{path}#L{line}`. */
export interface CodePlace {
  readonly pattern: string;
  /** What programs' paths begin with where they run, and repositories' do not: `/srv/app/`. */
  readonly roots: readonly string[];
}

/** The way from a span to its line of code.
 *  @returns undefined when the span does not say where, or the pattern asks for what is not known */
export function codeLink(
  place: CodePlace | undefined,
  {
    attributes,
    resource,
  }: { readonly attributes: readonly Attribute[]; readonly resource: readonly Attribute[] },
): string | undefined {
  if (!place) return undefined;
  const file = valueOf(attributes, "code.file.path", "code.filepath");
  const known: Readonly<Record<string, string | undefined>> = {
    service: valueOf(resource, "service.name"),
    version: valueOf(resource, "service.version"),
    commit: valueOf(resource, "vcs.ref.head.revision", "service.version"),
    path: file === undefined ? undefined : within(file, place.roots),
    line: valueOf(attributes, "code.line.number", "code.lineno") ?? "1",
  };
  let missing = false;
  const link = place.pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = known[name];
    if (value === undefined) missing = true;
    return (value ?? "").split("/").map(encodeURIComponent).join("/");
  });
  return missing || file === undefined ? undefined : link;
}

/** The path without the longest root that it begins with, and without a first slash. */
function within(file: string, roots: readonly string[]): string {
  const root = roots.filter((each) => file.startsWith(each)).toSorted((a, b) => b.length - a.length)[0] ?? "";
  return file.slice(root.length).replace(/^\/+/, "");
}

/** The first of these keys that has a value. */
const valueOf = (list: readonly Attribute[], ...keys: readonly string[]) =>
  keys
    .map((key) => list.find((each) => each.key === key)?.value)
    .find((value) => value !== undefined && value !== "");
