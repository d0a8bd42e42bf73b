import type { Scene } from "../scene/scene.ts";
import { maskedOf } from "../scene/statement.ts";
import type { Signals } from "../signals/signals.ts";
import { type Hypothesis, insideOf } from "./hypothesis.ts";
import { readingOf } from "./reading.ts";

const warning = 13;
const sounds =
  /\b(?:fatal|panic|error|fail(?:ed|ure)?|denied|refused|exhausted|exceeded|out of memory|no space|expired|unreachable|cannot|can't|timed? ?out)\b/i;
/** A line follows on what it tells of, so it counts less than what was measured. */
const mostEvidence = 12;
const leastLines = 3;
const leastExposure = 20;
const byChance = 6;
/** Warnings are common and mean little by themselves. */
const onlyWarning = 0.3;
const errorSeverity = 17;

/** Lines that tell of trouble and that nobody wrote before, or not as often. What they name is looked at: a line of one service
 *  that names another speaks of that. */
export function logPatterns(scene: Scene, { moments }: Signals): Hypothesis[] {
  const { lines } = scene;
  const patterns = new Map<string, number[]>();
  const nameIn = namer(servicesOf(scene));
  const all = lines.rows.map(({ at }) => at);
  const byService = new Map<string, number[]>();
  for (const [index, line] of lines.rows.entries()) {
    pushTo(byService, line.service, line.at);
    if (line.severity > 0 && line.severity < warning) continue;
    if (line.severity === 0 && !sounds.test(line.body)) continue;
    const named = nameIn(line.body, line.service);
    pushTo(patterns, `${line.service}\n${named}\n${maskedOf(line.body)}`, index);
  }
  return [...patterns].flatMap(([id, rows]) => {
    const own = byService.get(id.split("\n")[0] ?? "") ?? [];
    const rise = riseOf(
      rows.map((row) => lines.rows[row]?.at ?? 0),
      { own, all },
      moments,
    );
    return rise && rise.count >= leastLines ? [hypothesisOf(scene, id, rows, rise)] : [];
  });
}

const pushTo = <V>(map: Map<string, V[]>, key: string, value: V): void => {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
};

interface Rise {
  readonly at: number;
  readonly evidence: number;
  /** Lines in a hundred of all lines. */
  readonly before: number;
  readonly after: number;
  readonly count: number;
}

const countBefore = (times: readonly number[], at: number): number =>
  times.filter((time) => time < at).length;

/** The pattern's part of all that its service writes, on the two sides of the best cut, as a log-likelihood ratio: who has more to
 *  do writes more of everything. Of what was silent until then, its part of all that anybody writes. */
function riseOf(
  times: readonly number[],
  { own, all }: { readonly own: readonly number[]; readonly all: readonly number[] },
  moments: readonly number[],
): Rise | undefined {
  let best: Rise | undefined;
  for (const at of moments) {
    const n = countBefore(times, at);
    const m = times.length - n;
    const spoken = countBefore(own, at);
    const [exposure, t] = spoken < leastExposure ? [all, countBefore(all, at)] : [own, spoken];
    const u = exposure.length - t;
    if (t < leastExposure || m < leastLines) continue;
    const [before, after] = [n / t, m / u];
    if (after <= before * 2) continue;
    const both = (n + m) / (t + u);
    const evidence = (n > 0 ? n * Math.log(before / both) : 0) + m * Math.log(after / both);
    if (evidence > (best?.evidence ?? 0))
      best = { at, evidence, before: before * 100, after: after * 100, count: m };
  }
  return best;
}

function hypothesisOf(scene: Scene, id: string, rows: readonly number[], rise: Rise): Hypothesis {
  const [service = "", named = "", pattern = ""] = id.split("\n");
  const seen = rows.map((row) => scene.lines.rows[row]).filter((row) => row !== undefined);
  const last = seen.findLast(({ at }) => at >= rise.at);
  const text = last?.body.slice(0, 300) ?? pattern;
  const told = { service: named || service, name: "", failure: text, peer: "", statement: "" };
  const reading = readingOf(scene, told);
  const isError =
    (last?.severity ?? 0) >= errorSeverity || ((last?.severity ?? 0) === 0 && sounds.test(text));
  const isCredential = /password|authentication|28P01|access denied/i.test(text);
  return {
    rule: "log-patterns",
    kind: isCredential
      ? "secret-change"
      : named !== "" && reading.kind === "code-fault"
        ? "dependency-down"
        : reading.kind,
    service: named || service,
    subject: pattern.slice(0, 120),
    at: rise.at,
    score: Math.max(0, Math.min(mostEvidence, (rise.evidence - byChance) / 2)) * (isError ? 1 : onlyWarning),
    inside: [
      ...(isCredential ? [insideOf("setting", "credentials")] : []),
      insideOf("log", text.slice(0, 200)),
    ],
    facts: [
      {
        code: "new-lines",
        values: { service, text, before: rise.before, after: rise.after, count: rise.count },
        exemplars: seen.slice(-3).map((line) => ({
          kind: "log",
          traceId: line.trace,
          spanId: line.span || null,
          at: line.at,
          text: line.body.slice(0, 300),
        })),
      },
    ],
    against: [],
    victims: named === "" ? [] : [service],
    touches: [service],
  };
}

/** All that have spans or write lines. */
const servicesOf = ({ calls, lines }: Scene): ReadonlySet<string> =>
  new Set([
    ...Array.from(new Set(calls.service), (service) => calls.names.text(service)),
    ...lines.rows.map(({ service }) => service),
  ]);

/** Finds which other service a line names; empty: none. Lines that differ in it speak of different troubles. */
function namer(services: ReadonlySet<string>): (text: string, but: string) => string {
  const patterns = [...services]
    .filter((service) => service.length > 2)
    .map((service) => [service, new RegExp(`\\b${escaped(service)}\\b`, "i")] as const);
  return (text, but) =>
    patterns.find(([service, pattern]) => service !== but && pattern.test(text))?.[0] ?? "";
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
