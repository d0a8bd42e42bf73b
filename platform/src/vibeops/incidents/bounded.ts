import type { Cause, Chart, Diagnosis, Evidence } from "#vibeops/rca/api.ts";

/* Bounds of what is kept of a diagnosis: names and log lines in it come from outside. */

const most = {
  causes: 12,
  symptoms: 200,
  ruledOut: 100,
  changes: 200,
  calls: 1000,
  services: 200,
  objectives: 50,
  sentences: 30,
  inside: 20,
  evidence: 20,
  exemplars: 8,
  points: 300,
  text: 4000,
};

/** A diagnosis in at most a few hundred kilobytes; what is cut off is the end of lists, points in between, and long texts. */
export function bounded(diagnosis: Diagnosis): Diagnosis {
  const { causes, symptoms, ruledOut, changes, calls, impact } = diagnosis;
  return shortened({
    ...diagnosis,
    causes: causes.slice(0, most.causes).map(boundedCause),
    symptoms: symptoms.toSorted((a, b) => b.strength - a.strength).slice(0, most.symptoms),
    ruledOut: ruledOut.slice(0, most.ruledOut),
    changes: changes.slice(0, most.changes),
    calls: calls.slice(0, most.calls),
    impact: {
      ...impact,
      services: impact.services.slice(0, most.services),
      objectives: impact.objectives?.slice(0, most.objectives),
    },
  });
}

const boundedCause = (cause: Cause): Cause => ({
  ...cause,
  why: cause.why.slice(0, most.sentences),
  inside: cause.inside.slice(0, most.inside),
  evidence: cause.evidence.slice(0, most.evidence).map(boundedEvidence),
  against: cause.against.slice(0, most.evidence).map(boundedEvidence),
  now: cause.now.slice(0, most.sentences),
  forGood: cause.forGood.slice(0, most.sentences),
  path: cause.path.slice(0, most.services),
});

const boundedEvidence = ({ exemplars, chart, ...evidence }: Evidence): Evidence => ({
  ...evidence,
  exemplars: exemplars.slice(0, most.exemplars),
  chart: chart && boundedChart(chart),
});

function boundedChart({ points, ...chart }: Chart): Chart {
  const every = Math.ceil(points.length / most.points);
  return { ...chart, points: every <= 1 ? points : points.filter((_, i) => i % every === 0) };
}

function shortened<T>(value: T): T {
  const short = (each: unknown): unknown => {
    if (typeof each === "string") return each.length > most.text ? `${each.slice(0, most.text)}…` : each;
    if (Array.isArray(each)) return each.map(short);
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, short(inner)]));
  };
  return short(value) as T;
}
