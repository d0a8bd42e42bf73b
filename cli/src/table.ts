/** What a person reads: the first list of an answer as a table, what stands beside it as lines, anything else as
 *  JSON.
 *  @param width of the terminal, in columns */
export function render(answer: unknown, width: number): string {
  if (typeof answer !== "object" || answer === null) return `${JSON.stringify(answer)}\n`;
  const list = Object.entries(answer).find(([, value]) => isTable(value));
  if (!list) return `${JSON.stringify(answer, undefined, 2)}\n`;
  const beside = Object.entries(answer).filter(
    ([key, value]) => key !== list[0] && isPlain(value) && value !== null,
  );
  const lines = beside.map(([key, value]) => `${key}: ${cell(key, value)}`);
  return `${[table(list[1] as Row[], width), ...lines].join("\n")}\n`;
}

type Row = Readonly<Record<string, unknown>>;

/** A list of objects that have something to show in a column. */
const isTable = (value: unknown) =>
  Array.isArray(value) &&
  value.every((row) => typeof row === "object" && row !== null && columnsIn([row]).length > 0);
const isPlain = (value: unknown) => typeof value !== "object" || value === null;

const columnsIn = (rows: readonly Row[]) =>
  Object.keys(rows[0] ?? {}).filter((key) => rows.every((row) => isPlain(row[key])));

function table(rows: readonly Row[], width: number): string {
  if (rows.length === 0) return "(0)";
  const columns = columnsIn(rows);
  const cells = [columns, ...rows.map((row) => columns.map((key) => cell(key, row[key])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => columnsOf(line[index] ?? ""))));
  const isNumber = columns.map((key) => rows.every((row) => typeof row[key] !== "string"));
  return cells
    .map((line) =>
      line.map((text, index) => pad(text, widths[index] ?? 0, isNumber[index] ?? false)).join("  "),
    )
    .map((line) => cut(line.trimEnd(), width))
    .join("\n");
}

/** Field names tell units: see the operations' declarations. */
function cell(key: string, value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (key.endsWith("UnixNano") && typeof value === "string")
    return instant(Number(BigInt(value) / 1_000_000n));
  if (/(^t|T)ime$/.test(key) && typeof value === "number") return instant(value);
  if (typeof value === "string") return value.replaceAll(/\s+/g, " ");
  if (typeof value !== "number") return JSON.stringify(value);
  if (key.endsWith("Nano")) return duration(value);
  if (key.endsWith("Ratio")) return `${(value * 100).toFixed(2)} %`;
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

const instant = (milliseconds: number) => new Date(milliseconds).toISOString();

const units = [
  { size: 1e9, name: "s" },
  { size: 1e6, name: "ms" },
  { size: 1e3, name: "µs" },
  { size: 1, name: "ns" },
];

function duration(nanos: number): string {
  const unit = units.find(({ size }) => nanos >= size) ?? { size: 1, name: "ns" };
  return `${Number((nanos / unit.size).toPrecision(3))} ${unit.name}`;
}

/** East Asian wide characters take two columns. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/;
const columnsOf = (text: string) =>
  Array.from(text).reduce((sum, letter) => sum + (wide.test(letter) ? 2 : 1), 0);

function pad(text: string, width: number, right: boolean): string {
  const blank = " ".repeat(Math.max(0, width - columnsOf(text)));
  return right ? blank + text : text + blank;
}

function cut(line: string, width: number): string {
  if (columnsOf(line) <= width) return line;
  let used = 0;
  const kept = Array.from(line).filter((letter) => (used += columnsOf(letter)) < width);
  return `${kept.join("")}…`;
}
