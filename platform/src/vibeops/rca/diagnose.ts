import { codePaths } from "./causes/code-paths.ts";
import { delays } from "./causes/delays.ts";
import { failures } from "./causes/failures.ts";
import type { Fact, Hypothesis } from "./causes/hypothesis.ts";
import { kubernetesTrouble } from "./causes/kubernetes/kubernetes.ts";
import { forecasts } from "./causes/forecasts/forecasts.ts";
import { load } from "./causes/load.ts";
import { logPatterns } from "./causes/log-patterns.ts";
import { neighbours } from "./causes/neighbours.ts";
import { repeats } from "./causes/repeats.ts";
import { resources } from "./causes/resources.ts";
import { serviceGraph } from "./causes/service-graph.ts";
import { confidencesOf, leastCause, leastTrouble } from "./confidence.ts";
import { explained } from "./explained.ts";
import { impactOf } from "./impact.ts";
import { changeFacts, type Suspect, suspectsOf } from "./rank.ts";
import { callsBetween, pathTo } from "./scene/paths.ts";
import type { Scene } from "./scene/scene.ts";
import type { Cause, Diagnosis, Evidence } from "./diagnosis/api.ts";
import { type Signals, signalsOf } from "./signals/signals.ts";
import { changeRows, ruledOut } from "./ruled-out.ts";
import { symptomsOf } from "./symptoms.ts";
import { sentenceOf } from "./words/facts.ts";
import { headlineOf } from "./words/kinds.ts";
import { stepsForGood, stepsNow } from "./words/steps.ts";

type Rule = (scene: Scene, signals: Signals) => readonly Hypothesis[];

/** Every way in which a cause is looked for, by name: what `without` leaves out. */
const rules: Readonly<Record<string, Rule>> = {
  "code-paths": codePaths,
  delays,
  repeats,
  failures,
  "service-graph": serviceGraph,
  kubernetes: kubernetesTrouble,
  "log-patterns": logPatterns,
  resources,
  load,
  neighbours,
  forecasts,
};

const mostCauses = 8;

/** What is wrong in a scene, and why. Pure: the same scene gives the same answer.
 *  @param without names of rules to leave out; `changes` leaves what was changed out of account, `seasons` what is usual at that
 *                 time of day */
export function diagnose(loaded: Scene, without: readonly string[] = []): Diagnosis {
  const scene = without.includes("changes") ? { ...loaded, changes: [] } : loaded;
  const started = performance.now();
  const signals = signalsOf(scene);
  const stages = [...scene.stages, stage("signals", started)];
  const hypotheses: Hypothesis[] = [];
  for (const [name, rule] of Object.entries(rules)) {
    if (without.includes(name)) continue;
    const begun = performance.now();
    hypotheses.push(...rule(scene, signals));
    stages.push(stage(name, begun));
  }
  const suspects = suspectsOf(scene, explained(scene, hypotheses, without)).filter(
    ({ score }) => score >= leastTrouble / 2,
  );
  const top = suspects[0];
  const score = top?.score ?? 0;
  const verdict = score >= leastCause ? "cause" : score >= leastTrouble ? "unsure" : "healthy";
  const confidences = confidencesOf(suspects);
  const told = verdict === "healthy" ? [] : suspects.slice(0, mostCauses);
  const onset = told[0]?.at ?? null;
  const symptoms = onset === null ? [] : symptomsOf(scene, onset);
  const felt = symptoms[0]?.service ?? "";
  const causes = told.map((suspect, index) => causeOf(scene, suspect, confidences[index] ?? 0, felt));
  return {
    window: scene.window,
    verdict,
    headline: headline(verdict, causes[0]),
    onset,
    causes,
    symptoms,
    ruledOut: onset === null ? [] : ruledOut(scene, signals, told, onset),
    impact: impactOf(
      scene,
      onset,
      [...symptoms, ...told].map(({ service }) => service),
    ),
    changes: changeRows(scene, told),
    calls: callsBetween(scene),
    stages,
  };
}

const stage = (name: string, started: number) => ({
  name,
  durationMs: performance.now() - started,
  error: null,
});

function headline(verdict: Diagnosis["verdict"], cause: Cause | undefined): Diagnosis["headline"] {
  if (verdict === "healthy" || !cause) return { en: "Nothing is wrong.", ko: "이상이 없습니다." };
  if (verdict === "cause") return cause.headline;
  return {
    en: `Something is odd around ${cause.service}; there is not enough evidence to say why.`,
    ko: `${cause.service} 주변에 이상이 있으나, 원인을 특정하기에는 근거가 부족합니다.`,
  };
}

function causeOf(scene: Scene, suspect: Suspect, confidence: number, felt: string): Cause {
  const { service, kind, at, inside, hypotheses } = suspect;
  const window = { from: scene.window.from, to: scene.window.to };
  const place = inside.find((each) => each.kind !== "log" && each.kind !== "resource");
  const facts = [...hypotheses.slice(0, 5).flatMap((each) => each.facts), ...changeFacts(suspect)];
  const evidence = facts.map((fact) => evidenceOf(fact, service, window));
  const path = felt === "" ? [service] : pathTo(scene, felt, service);
  return {
    id: `${kind}:${service}`,
    kind,
    service,
    confidence,
    since: at,
    headline: headlineOf(kind, service, place?.name ?? "", hypotheses.every(isAhead)),
    why: evidence.slice(0, 3).map(({ words }) => words),
    inside: [...inside],
    evidence,
    against: hypotheses
      .slice(0, 2)
      .flatMap((each) => each.against.map((fact) => evidenceOf(fact, service, window))),
    now: stepsNow(suspect),
    forGood: stepsForGood(suspect),
    path: path.length > 0 ? path : [service],
  };
}

const isAhead = ({ facts }: Hypothesis): boolean => facts.every(({ code }) => code.endsWith("full-soon"));

function evidenceOf(fact: Fact, service: string, { from, to }: { from: number; to: number }): Evidence {
  const words = sentenceOf(fact);
  const range = `from=${Math.floor(from)}&to=${Math.floor(to)}`;
  return {
    code: fact.code,
    words,
    link: fact.link ?? `/services/${encodeURIComponent(service)}?${range}`,
    chart: fact.chart ? { ...fact.chart, title: words } : null,
    exemplars: [...(fact.exemplars ?? [])],
  };
}
