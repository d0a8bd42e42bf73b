import { objectLink } from "./causes/kubernetes/links.ts";
import { serviceOf } from "./causes/kubernetes/service.ts";
import { loadFactor } from "./causes/load.ts";
import type { Suspect } from "./rank.ts";
import type { Scene } from "./scene/scene.ts";
import type { Diagnosis } from "./diagnosis/api.ts";
import type { Signals } from "./signals/signals.ts";
import { figure } from "./words/figures.ts";

/** What one would think of first, and why it is not that. */
export function ruledOut(
  scene: Scene,
  signals: Signals,
  told: readonly Suspect[],
  onset: number,
): Diagnosis["ruledOut"] {
  const found: Diagnosis["ruledOut"] = [];
  const factor = loadFactor(scene, onset);
  if (scene.calls.count > 0 && told[0]?.kind !== "load-surge" && factor < 1.3)
    found.push({
      service: "",
      kind: "load-surge",
      words: {
        en: `Not load: there are ${figure(factor)} times as many requests as before.`,
        ko: `부하 때문이 아닙니다. 요청 수가 이전의 ${figure(factor)}배입니다.`,
      },
    });
  const blamed = new Set(told.flatMap(({ changes }) => changes.map(({ id }) => id)));
  for (const change of scene.changes) {
    if (
      blamed.has(change.id) ||
      change.type !== "revision" ||
      change.time < onset - 600_000 ||
      change.time > onset + 60_000
    )
      continue;
    const service = serviceOf(scene, change.workload);
    if (told[0]?.service === service) continue;
    found.push({
      service,
      kind: "release",
      words: {
        en: `Not the release of ${service} (${change.summary}): its own times and failures did not change with it.`,
        ko: `${service} 배포(${change.summary})는 원인이 아닙니다. 해당 서비스 자체의 시간과 실패율은 변하지 않았습니다.`,
      },
    });
  }
  const victims = told[0]?.hypotheses.flatMap((each) => each.victims) ?? [];
  for (const victim of new Set(victims)) {
    if (told[0]?.service === victim || !signals.delays.some(({ delay }) => delay.key.service === victim))
      continue;
    found.push({
      service: victim,
      kind: "victim",
      words: {
        en: `${victim} suffers from it: what it does by itself takes as long as before.`,
        ko: `${victim}은(는) 영향을 받은 쪽입니다. 자체 처리 시간은 이전과 같습니다.`,
      },
    });
  }
  return found.slice(0, 12);
}

/** What changed in and shortly before the window, newest first. */
export function changeRows(scene: Scene, told: readonly Suspect[]): Diagnosis["changes"] {
  const blamed = new Set((told[0]?.changes ?? []).map(({ id }) => id));
  return scene.changes.slice(0, 100).map((change) => ({
    at: change.time,
    cluster: change.cluster,
    kind: change.object.kind,
    namespace: change.object.namespace,
    name: change.object.name,
    service: serviceOf(scene, change.workload),
    words: { en: change.summary, ko: change.summary },
    link: objectLink({ cluster: change.cluster, ...change.workload }),
    isSuspect: blamed.has(change.id),
  }));
}
