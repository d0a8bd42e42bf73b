import type { Cause, CauseKind, Diagnosis, Symptom, Words } from "#vibeops/rca/api.ts";
import type { FiringAlert } from "./lifecycle/alerts.ts";

/* Diagnoses for tests, as an engine makes them. */

const both = (en: string, ko = en): Words => ({ en, ko });
const minute = 60_000;

export function symptom(service: string, at: number, given: Partial<Symptom> = {}): Symptom {
  const code = given.code ?? "slower";
  return {
    id: `${service}/${code}/${given.subject ?? ""}`,
    code,
    service,
    subject: "",
    at,
    until: null,
    words: both(
      `${service} takes 2.4 s instead of 0.12 s (p95)`,
      `${service}의 p95 응답 시간이 0.12초에서 2.4초로 늘었습니다`,
    ),
    unit: "s",
    before: 0.12,
    after: 2.4,
    strength: 40,
    link: `/services/${encodeURIComponent(service)}?from=${at - 10 * minute}&to=${at + 10 * minute}`,
    ...given,
  };
}

export function cause(service: string, since: number, given: Partial<Cause> = {}): Cause {
  const kind: CauseKind = given.kind ?? "pool-exhausted";
  return {
    id: `${kind}/${service}`,
    kind,
    service,
    confidence: 0.86,
    since,
    headline: both(
      `Connections of ${service} to its database ran out after release 2.4.0`,
      `릴리스 2.4.0 이후 ${service}의 데이터베이스 커넥션 풀이 고갈되었습니다`,
    ),
    why: [
      both(
        `Requests of ${service} wait 2.1 s for a connection; the statements themselves take 8 ms as before.`,
        `${service} 요청이 커넥션을 얻기까지 2.1초를 기다립니다. 쿼리 자체는 이전과 같이 8ms가 걸립니다.`,
      ),
      both(
        "The pool's size was changed from 10 to 2 one minute before.",
        "증상이 나타나기 1분 전에 풀 크기가 10에서 2로 바뀌었습니다.",
      ),
    ],
    inside: [
      { kind: "setting", name: "DB_POOL_MAX", before: "10", after: "2" },
      { kind: "sql", name: "SELECT * FROM payments WHERE id = $1", before: null, after: null },
    ],
    evidence: [
      {
        code: "own-time",
        words: both(`Time for a connection in ${service}`, `${service}의 커넥션 대기 시간`),
        link: `/live?service=${encodeURIComponent(service)}`,
        chart: {
          title: both("Waiting for a connection, p95", "커넥션 대기 시간 p95"),
          unit: "s",
          points: Array.from({ length: 60 }, (_, i) => [
            since - 20 * minute + i * 30_000,
            i < 40 ? 0.002 + (i % 3) / 1000 : 2 + (i % 4) / 10,
          ]),
          changedAt: since,
          before: 0.003,
          after: 2.1,
        },
        exemplars: [
          {
            kind: "trace",
            traceId: "0af7651916cd43dd8448eb211c80319c",
            spanId: "b7ad6b7169203331",
            at: since + minute,
            text: "POST /payments",
          },
          {
            kind: "log",
            traceId: "",
            spanId: null,
            at: since + 2 * minute,
            text: "<b>timeout</b> exceeded when trying to connect [click](javascript:alert(1)) `x`",
          },
        ],
      },
    ],
    against: [
      {
        code: "few-samples",
        words: both("One of three pods is as quick as before.", "파드 3개 중 1개는 이전과 같은 속도입니다."),
        link: null,
        chart: null,
        exemplars: [],
      },
    ],
    now: [
      {
        kind: "roll-back",
        words: both(`Roll ${service} back to revision 7`, `${service}를 리비전 7로 롤백`),
        object: { cluster: "local", kind: "Deployment", namespace: "shop", name: service },
        values: { revision: "7" },
      },
      {
        kind: "set-env",
        words: both("Raise DB_POOL_MAX from 2 to 10", "DB_POOL_MAX를 2에서 10으로 올리기"),
        object: { cluster: "local", kind: "Deployment", namespace: "shop", name: service },
        values: { env: "DB_POOL_MAX", value: "10" },
      },
    ],
    forGood: [
      {
        kind: "fix-config",
        words: both(
          "Alert when more than 80 % of the pool is in use",
          "풀 사용률이 80%를 넘으면 알림을 받도록 규칙 추가",
        ),
        object: null,
        values: {},
      },
    ],
    path: [service],
    ...given,
  };
}

/** Trouble in a service since a moment, felt by those that call it. */
export function sick(
  service: string,
  since: number,
  given: Partial<Diagnosis> & { readonly felt?: readonly string[] } = {},
): Diagnosis {
  const { felt = ["frontend", "order", service], ...rest } = given;
  const causes = rest.causes ?? [cause(service, since, { path: [...felt] })];
  const [top] = causes;
  return {
    window: { from: since - 20 * minute, to: since + 10 * minute },
    verdict: top ? "cause" : "unsure",
    headline: top?.headline ?? both(`Something is wrong with ${service}`, `${service}에 이상이 있습니다`),
    onset: since,
    causes,
    symptoms: felt.map((each, i) => symptom(each, since + i * 1000)),
    ruledOut: [
      {
        service: "catalog",
        kind: "release",
        words: both(
          "catalog was released at the same minute, and nothing calls it on the way.",
          "catalog도 같은 시각에 배포되었지만 호출 경로에 없습니다.",
        ),
      },
    ],
    impact: {
      requests: 4210,
      failed: 312,
      slow: 2950,
      users: 184,
      services: [...felt],
      words: both(
        "312 of 4,210 requests failed and 2,950 were slow; 184 users met it.",
        "요청 4,210건 중 312건이 실패하고 2,950건이 느렸으며, 사용자 184명이 영향을 받았습니다.",
      ),
    },
    changes: [
      {
        at: since - minute,
        cluster: "local",
        kind: "Deployment",
        namespace: "shop",
        name: service,
        service,
        words: both(
          "DB_POOL_MAX from 10 to 2, image 2.3.9 to 2.4.0",
          "DB_POOL_MAX 10 → 2, 이미지 2.3.9 → 2.4.0",
        ),
        link: `/changes?from=${since - 5 * minute}&to=${since + 5 * minute}`,
        isSuspect: true,
      },
    ],
    calls: felt.slice(1).map((callee, i) => ({ caller: felt[i] ?? "", callee })),
    stages: [{ name: "world", durationMs: 80, error: null }],
    ...rest,
  };
}

export const healthy = (at: number): Diagnosis => ({
  window: { from: at - 30 * minute, to: at },
  verdict: "healthy",
  headline: both("Nothing is wrong", "이상이 없습니다"),
  onset: null,
  causes: [],
  symptoms: [],
  ruledOut: [],
  impact: { requests: 0, failed: 0, slow: 0, users: null, services: [], words: both("None", "영향 없음") },
  changes: [],
  calls: [],
  stages: [],
});

export const alert = (service: string, at: number, given: Partial<FiringAlert> = {}): FiringAlert => ({
  fingerprint: "00000000000000aa",
  name: "HighErrorRatio",
  severity: "critical",
  service,
  summary: `5 % of the requests of ${service} fail`,
  activeAt: at - minute,
  firedAt: at,
  isQuiet: false,
  ...given,
});
