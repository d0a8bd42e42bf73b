import type { Scene } from "./scene/scene.ts";
import type { Symptom } from "./diagnosis/api.ts";
import { recoveredAt } from "./recovery.ts";
import { Level } from "./signals/level.ts";
import { mean, median } from "./signals/robust.ts";
import { amount, figure, percent } from "./words/figures.ts";

const leastStrength = 3;
const mostStrength = 100;

/** What people feel: services whose requests became slower, failed more often, or came more or less often. Those that nobody calls
 *  come first, since they are what users meet. */
export function symptomsOf(scene: Scene, onset: number): Symptom[] {
  const { calls } = scene;
  const byService = new Map<string, number[]>();
  const isRoot = new Map<string, boolean>();
  for (let row = 0; row < calls.count; row++) {
    if (!calls.isEntry(row)) continue;
    const service = calls.serviceOf(row);
    const rows = byService.get(service);
    if (rows) rows.push(row);
    else byService.set(service, [row]);
    if (calls.isRoot[row]) isRoot.set(service, true);
  }
  return [...byService]
    .flatMap(([service, rows]) => [
      ...slower(scene, service, rows, onset),
      ...failing(scene, service, rows, onset),
    ])
    .toSorted(
      (a, b) =>
        Number(isRoot.get(b.service) ?? false) - Number(isRoot.get(a.service) ?? false) ||
        b.strength - a.strength,
    );
}

function slower(scene: Scene, service: string, rows: readonly number[], onset: number): Symptom[] {
  const { calls } = scene;
  const level = new Level(
    rows.map((row) => calls.start[row] ?? 0),
    rows.map((row) => calls.duration[row] ?? 0),
  );
  const change = level.change(onset);
  if (change.z < leastStrength || change.after < change.before * 1.2) return [];
  const [before, after] = [amount(change.before, "ms"), amount(change.after, "ms")];
  return [
    symptom("slower", service, onset, change.z, scene, {
      unit: "ms",
      before: change.before,
      after: change.after,
      until: recoveredAt(level, onset, scene.window.to, { usual: change.before, figure: median }),
      words: {
        en: `${service} answers slower: ${before} → ${after} (median).`,
        ko: `${service} 응답이 느려졌습니다: ${before} → ${after}(중앙값).`,
      },
    }),
  ];
}

function failing(scene: Scene, service: string, rows: readonly number[], onset: number): Symptom[] {
  const { calls } = scene;
  const sides = [
    rows.filter((row) => (calls.start[row] ?? 0) < onset),
    rows.filter((row) => (calls.start[row] ?? 0) >= onset),
  ];
  const [before = 0, after = 0] = sides.map(
    (side) => side.filter((row) => calls.isFailed[row]).length / Math.max(1, side.length),
  );
  const n = Math.max(1, sides[1]?.length ?? 0);
  const strength = (after - before) / Math.sqrt((before * (1 - before) + 1 / n) / n);
  if (after - before < 0.005 || strength < leastStrength) return [];
  return [
    symptom("failing", service, onset, strength, scene, {
      unit: "%",
      before: before * 100,
      after: after * 100,
      until: recoveredAt(
        {
          times: rows.map((row) => calls.start[row] ?? 0),
          values: rows.map((row) => (calls.isFailed[row] ? 1 : 0)),
        },
        onset,
        scene.window.to,
        { usual: before, figure: mean },
      ),
      words: {
        en: `${service} fails more often: ${percent(before * 100)} → ${percent(after * 100)} of ${figure(n)} requests.`,
        ko: `${service} 실패율이 올랐습니다: ${percent(before * 100)} → ${percent(after * 100)}(요청 ${figure(n)}건).`,
      },
    }),
  ];
}

function symptom(
  code: string,
  service: string,
  at: number,
  strength: number,
  { window }: Scene,
  told: Pick<Symptom, "unit" | "before" | "after" | "until" | "words">,
): Symptom {
  return {
    id: `${code}:${service}`,
    code,
    service,
    subject: "",
    at,
    strength: Math.min(mostStrength, strength),
    link: `/services/${encodeURIComponent(service)}?from=${Math.floor(window.from)}&to=${Math.floor(window.to)}`,
    ...told,
  };
}
