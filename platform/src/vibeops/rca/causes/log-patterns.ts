import type { Scene } from "../scene/scene.ts";
import { maskedOf } from "../scene/statement.ts";
import type { Signals } from "../signals/signals.ts";
import { type Hypothesis, insideOf } from "./hypothesis.ts";
import { readingOf } from "./reading.ts";

const warning = 13;
const sounds = /\b(?:fatal|panic|error|fail(?:ed|ure)?|denied|refused|exhausted|exceeded|out of memory|no space|expired|unreachable|cannot|can't|timed? ?out)\b/i;
/** A line follows on what it tells of, so it counts less than what was measured. */
const mostEvidence = 12;
const leastLines = 3;

/** Lines that tell of trouble and that nobody wrote before, or not as often. What they name is looked at: a line of one service
 *  that names another speaks of that. */
export function logPatterns(scene: Scene, { moments }: Signals): Hypothesis[] {
  const { lines, window } = scene;
  const patterns = new Map<string, number[]>();
  for (const [index, line] of lines.rows.entries()) {
    if (line.severity > 0 && line.severity < warning) continue;
    if (line.severity === 0 && !sounds.test(line.body)) continue;
    const id = `${line.service}\n${maskedOf(line.body)}`;
    const known = patterns.get(id);
    if (known) known.push(index);
    else patterns.set(id, [index]);
  }
  const services = new Set(lines.rows.map(({ service }) => service));
  return [...patterns].flatMap(([id, rows]) => {
    const rise = riseOf(rows.map((row) => lines.rows[row]?.at ?? 0), moments, scene.since, window.to);
    return rise && rise.after >= leastLines ? [hypothesisOf(scene, id, rows, rise, services)] : [];
  });
}

interface Rise {
  readonly at: number;
  readonly evidence: number;
  /** Lines a minute. */
  readonly before: number;
  readonly after: number;
}

/** Poisson counts on the two sides of the best cut, as a log-likelihood ratio. */
function riseOf(times: readonly number[], moments: readonly number[], since: number, to: number): Rise | undefined {
  let best: Rise | undefined;
  for (const at of moments) {
    const n = times.filter((time) => time < at).length;
    const m = times.length - n;
    const [t, u] = [(at - since) / 60_000, (to - at) / 60_000];
    const [before, after] = [n / t, m / u];
    if (after <= before * 2) continue;
    const all = (n + m) / (t + u);
    const evidence = (n > 0 ? n * Math.log(before / all) : 0) + m * Math.log(after / all);
    if (evidence > (best?.evidence ?? 0)) best = { at, evidence, before, after };
  }
  return best;
}

function hypothesisOf(
  scene: Scene,
  id: string,
  rows: readonly number[],
  rise: Rise,
  services: ReadonlySet<string>,
): Hypothesis {
  const [service = "", pattern = ""] = id.split("\n");
  const seen = rows.map((row) => scene.lines.rows[row]).filter((row) => row !== undefined);
  const last = seen.findLast(({ at }) => at >= rise.at);
  const text = last?.body.slice(0, 300) ?? pattern;
  const named = [...services].find(
    (other) => other !== service && other.length > 2 && new RegExp(`\\b${escaped(other)}\\b`, "i").test(text),
  );
  const told = { service: named ?? service, name: "", failure: text, peer: "", statement: "" };
  const reading = readingOf(scene, told);
  const isCredential = /password|authentication|28P01|access denied/i.test(text);
  return {
    rule: "log-patterns",
    kind: isCredential ? "secret-change" : named && reading.kind === "code-fault" ? "dependency-down" : reading.kind,
    service: named ?? service,
    subject: pattern.slice(0, 120),
    at: rise.at,
    score: Math.min(mostEvidence, rise.evidence / 2),
    inside: [
      ...(isCredential ? [insideOf("setting", "credentials")] : []),
      insideOf("log", text.slice(0, 200)),
    ],
    facts: [
      {
        code: "new-lines",
        values: { service, text, before: rise.before, after: rise.after },
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
    victims: named ? [service] : [],
    touches: [service],
  };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
