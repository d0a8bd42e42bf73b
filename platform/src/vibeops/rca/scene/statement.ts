/** Places in the source, as common log layouts write them: `a.b.Class#42`, `Class.java:42`, `main.go:17`. */
const place =
  /(?:^|[\s[(|])((?:[A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*#\d+|[\w./$-]+\.(?:java|kt|scala|go|py|js|mjs|cjs|ts|rb|cs|rs|php|cpp|cc|c):\d+)(?=$|[\s\]):|,-])/;

const longest = 400;

/** What varies between two lines that the same statement wrote, in the order in which it is looked for. */
const varying: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?/g, "<time>"],
  [/\b\d{2}:\d{2}:\d{2}(?:[.,]\d+)?\b/g, "<time>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<id>"],
  [/\b[\w.+-]+@[\w-]+\.[\w.-]+\b/g, "<mail>"],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, "<address>"],
  [/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "<text>"],
  [/\b0x[0-9a-f]+\b|\b(?=[0-9a-f]*\d)(?=[0-9]*[a-f])[0-9a-f]{8,}\b/gi, "<id>"],
  [/(?<![A-Za-z_])[-+]?\d+(?:[.,]\d+)*/g, "<n>"],
];

/** The statement of the program that wrote a line: its place in the source where the line tells it, else its words with
 *  everything that varies masked. Lines of the same statement give the same. */
export function statementOf(body: string): string {
  const text = body.slice(0, longest);
  return place.exec(text)?.[1] ?? maskedOf(text);
}

/** The words of a line with everything that varies masked. */
export function maskedOf(text: string): string {
  return varying.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), text.trim());
}
