/* A cron schedule: five fields, or a word such as `@daily`.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ (as github.com/robfig/cron reads it) */

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const bounds: readonly Bounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: days },
];
const words = new Set(["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]);
const interval = /^@every (?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/;
const longest = 1024;

/** @returns why it is no schedule; undefined when it is one */
export function scheduleError(schedule: string): string | undefined {
  if (schedule.length > longest) return "schedule is too long";
  // Where a schedule may name its own time zone is another question.
  const written = schedule.replace(/^(?:CRON_)?TZ=\S+\s*/, "");
  if (written.startsWith("@")) {
    const isKnown = words.has(written) || interval.test(written);
    return isKnown ? undefined : `unrecognized descriptor: ${written}`;
  }
  const parts = written.split(/\s+/).filter((part) => part !== "");
  if (parts.length !== bounds.length) {
    return `expected exactly 5 fields, found ${parts.length}: [${parts.join(" ")}]`;
  }
  for (const [index, part] of parts.entries()) {
    const bound = bounds[index];
    const why = bound && fieldError(part, bound);
    if (why) return why;
  }
  return undefined;
}

const fieldError = (field: string, bound: Bounds) =>
  field
    .split(",")
    .map((range) => rangeError(range, bound))
    .find((why) => why !== undefined);

/** `*`, `5`, `1-5`, each with a step: `*` + `/15`. */
function rangeError(range: string, { least, most, names }: Bounds): string | undefined {
  const [span = "", step, ...more] = range.split("/");
  if (more.length > 0) return `too many slashes: ${range}`;
  const ends = span === "*" || span === "?" ? [String(least), String(most)] : span.split("-");
  if (ends.length > 2) return `too many hyphens: ${range}`;
  const numbers = ends.map((end) => valueOf(end, names));
  const unread = ends.find((_, index) => numbers[index] === undefined);
  if (unread !== undefined) return unreadable(unread);
  const [start = 0, end = start] = numbers;
  if (start < least) return `beginning of range (${start}) below minimum (${least}): ${range}`;
  if (end > most) return `end of range (${end}) above maximum (${most}): ${range}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${range}`;
  if (step === undefined) return undefined;
  const size = valueOf(step, undefined);
  if (size === undefined) return unreadable(step);
  return size === 0 ? `step of range should be a positive number: ${range}` : undefined;
}

function valueOf(written: string, names: readonly string[] | undefined): number | undefined {
  const index = names?.indexOf(written.toLowerCase()) ?? -1;
  if (index >= 0) return names === months ? index + 1 : index;
  return /^\d{1,9}$/.test(written) ? Number(written) : undefined;
}

const unreadable = (written: string) =>
  `failed to parse int from ${written}: strconv.Atoi: parsing ${JSON.stringify(written)}: invalid syntax`;
