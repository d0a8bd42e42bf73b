import type { ChangeRow } from "#kubernetes/api.ts";
import type { Hypothesis } from "../causes/hypothesis.ts";
import type { CauseKind, Inside, Step } from "../diagnosis/api.ts";
import { remedyOf } from "./remedies.ts";

interface Told {
  readonly kind: CauseKind;
  readonly service: string;
  readonly inside: readonly Inside[];
  readonly changes: readonly ChangeRow[];
  readonly hypotheses: readonly Hypothesis[];
}

type Object = NonNullable<Step["object"]>;

/** What to do now: the quickest way back first. */
export function stepsNow({ kind, service, inside, changes, hypotheses }: Told): Step[] {
  const steps: Step[] = [];
  const revisions = changes.filter(({ object }) => revised.has(object.kind));
  const change = revisions.find(({ type }) => /^(?:revision|reconfigured|scaled)$/.test(type));
  const setting = inside.find((each) => each.kind === "setting" && each.before !== null);
  if (change && change.type !== "scaled") {
    const object = objectOf(change);
    steps.push({
      kind: "roll-back",
      words: {
        en: `Roll ${object.kind} ${object.namespace}/${object.name} back to the revision before: ${change.summary}.`,
        ko: `${object.kind} ${object.namespace}/${object.name}을(를) 이전 리비전으로 롤백합니다: ${change.summary}.`,
      },
      object,
      values: { change: change.id },
    });
  }
  if (change?.type === "scaled" || (setting?.name === "replicas" && setting.after === "0")) {
    const scaled = changes.find(({ type }) => type === "scaled");
    const replicas =
      scaled?.differences.find(({ field }) => field === "replicas")?.before ?? setting?.before ?? "1";
    steps.push({
      kind: "scale",
      words: {
        en: `Scale ${service} back to ${replicas} replicas.`,
        ko: `${service} 레플리카를 ${replicas}개로 되돌립니다.`,
      },
      object: scaled ? objectOf(scaled) : null,
      values: { replicas },
    });
  }
  const isOfChange = revisions.some(({ differences }) =>
    differences.some(({ field }) => setting !== undefined && field.endsWith(setting.name)),
  );
  if (change && setting && isOfChange && setting.name !== "replicas" && kind !== "secret-change")
    steps.push({
      kind: "set-env",
      words: {
        en: `Or set only ${setting.name} back: ${setting.after ?? ""} → ${setting.before || "(not set)"}.`,
        ko: `또는 ${setting.name} 값만 되돌립니다: ${setting.after ?? ""} → ${setting.before || "(미설정)"}.`,
      },
      object: objectOf(change),
      values: { setting: setting.name, value: setting.before ?? "" },
    });
  const remedy = remedyOf(hypotheses.filter((each) => each.kind === kind).flatMap(({ facts }) => facts));
  if (remedy) return [...steps, remedy];
  const own = now[kind];
  if (own) steps.push(plain(own[0], fill(own[1], service, inside), fill(own[2], service, inside)));
  return steps;
}

/** Kinds that remember what they were. */
const revised = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

/** What to do so that it does not come back. */
export function stepsForGood({ kind, service, inside }: Told): Step[] {
  const own = forGood[kind];
  return own ? [plain(own[0], fill(own[1], service, inside), fill(own[2], service, inside))] : [];
}

const plain = (kind: Step["kind"], en: string, ko: string): Step => ({
  kind,
  words: { en, ko },
  object: null,
  values: {},
});

function objectOf({ cluster, workload }: ChangeRow): Object {
  const { kind, namespace, name } = workload;
  return { cluster, kind, namespace, name };
}

const fill = (text: string, service: string, inside: readonly Inside[]): string =>
  text.replaceAll("{service}", service).replaceAll("{inside}", inside[0]?.name ?? service);

type Advice = readonly [kind: Step["kind"], en: string, ko: string];

const now: Readonly<Partial<Record<CauseKind, Advice>>> = {
  "budget-burning": [
    "look",
    "Look at what fails or is slow in {service} since then, and hold back releases that are not needed until it stops.",
    "{service}에서 그때부터 실패하거나 느린 요청을 확인하고, 멎을 때까지 급하지 않은 배포를 보류합니다.",
  ],
  "pool-exhausted": [
    "set-env",
    "Raise the connection pool of {service}; look for requests that hold a connection long.",
    "{service} 커넥션 풀 크기를 늘리고, 커넥션을 오래 점유하는 요청을 확인합니다.",
  ],
  "n-plus-one": [
    "look",
    "Take load off {service}, or turn off the page that does it, until it is changed.",
    "코드가 수정될 때까지 {service} 부하를 줄이거나 해당 기능을 비활성화합니다.",
  ],
  "slow-query": [
    "create-index",
    "Look at the plan of the statement ({inside}); create the index that it misses.",
    "해당 SQL({inside})의 실행 계획을 확인하고 빠진 인덱스를 생성합니다.",
  ],
  "code-fault": [
    "fix-code",
    "Look at {inside} in {service} and at the traces below.",
    "{service}의 {inside} 코드와 아래 트레이스를 확인합니다.",
  ],
  "slow-dependency": [
    "look",
    "Look at {inside}: its load, its own dependencies, its limits.",
    "{inside}의 부하, 의존 대상, 리소스 제한을 확인합니다.",
  ],
  "dependency-down": [
    "restart",
    "Bring {service} back: its pods, its Service, its endpoints.",
    "{service}의 파드, Service, 엔드포인트를 확인하고 복구합니다.",
  ],
  "database-down": [
    "restart",
    "Bring the database {service} back, and look at its log.",
    "{service} 데이터베이스를 복구하고 로그를 확인합니다.",
  ],
  "outside-party": [
    "call-provider",
    "Ask those who run {inside}; shorten the time-out, or answer without them meanwhile.",
    "{inside} 운영 측에 문의하고, 그동안 타임아웃을 줄이거나 대체 응답을 사용합니다.",
  ],
  network: [
    "look",
    "Look at the network to {service}: its node, network policies, the proxy in front of it.",
    "{service}(으)로 가는 네트워크를 확인합니다: 노드, 네트워크 정책, 앞단 프록시.",
  ],
  "cpu-contention": [
    "raise-limit",
    "Give {service} more processor time, or move its noisy neighbour away.",
    "{service}의 CPU를 늘리거나, 같은 노드에서 CPU를 많이 쓰는 파드를 옮깁니다.",
  ],
  "memory-leak": [
    "restart",
    "Restart the pods of {service} one by one; raise the limit for now if it must hold longer.",
    "{service} 파드를 순차적으로 재시작하고, 필요하면 우선 메모리 제한을 올립니다.",
  ],
  "event-loop-blocked": [
    "look",
    "Look at the profile of {service}: what holds the event loop; start more replicas meanwhile.",
    "{service} 프로파일에서 이벤트 루프를 점유하는 코드를 확인하고, 그동안 레플리카를 늘립니다.",
  ],
  "retry-storm": [
    "set-env",
    "Lower the number of retries in {service}, with pauses that grow.",
    "{service}의 재시도 횟수를 줄이고 백오프를 적용합니다.",
  ],
  "cache-lost": ["restart", "Bring the cache back and warm it.", "캐시를 복구하고 예열합니다."],
  "image-pull": [
    "fix-image",
    "Correct the image or the registry's credentials: {inside}.",
    "이미지 이름이나 레지스트리 자격 증명을 바로잡습니다: {inside}.",
  ],
  "crash-loop": [
    "look",
    "Read the log of the container that ended last.",
    "마지막으로 종료된 컨테이너의 로그를 확인합니다.",
  ],
  "readiness-failing": [
    "look",
    "Ask the readiness probe by hand and read the pod's log; the pods before still serve if there are any.",
    "준비 상태 프로브를 직접 호출해 보고 파드 로그를 확인합니다.",
  ],
  "missing-config": ["fix-config", "Create what is missing: {inside}.", "빠진 설정을 생성합니다: {inside}."],
  "secret-change": [
    "fix-config",
    "Put the credentials of {service} right, then restart its pods.",
    "{service}의 자격 증명을 바로잡고 파드를 재시작합니다.",
  ],
  "config-change": [
    "fix-config",
    "Check {inside} with whoever changed it.",
    "변경한 담당자와 {inside} 값을 확인합니다.",
  ],
  pending: [
    "scale",
    "Free room or add a node; look at requests that are too large.",
    "노드를 추가하거나 자원을 확보하고, 과도한 요청량을 확인합니다.",
  ],
  "node-lost": [
    "move-load",
    "Drain or replace node {service}; check that its pods run elsewhere.",
    "{service} 노드를 비우거나 교체하고 파드가 다른 노드에서 실행되는지 확인합니다.",
  ],
  "node-pressure": [
    "move-load",
    "Move pods away from the node, or give it more.",
    "해당 노드의 파드를 옮기거나 자원을 늘립니다.",
  ],
  "disk-full": [
    "raise-limit",
    "Free space on the volume of {service}, or enlarge it: delete what nobody needs any more, or raise its size (sizeLimit).",
    "{service} 볼륨에서 불필요한 파일을 지우거나 볼륨 크기(sizeLimit)를 늘립니다.",
  ],
  quota: ["raise-limit", "Raise the quota or free what it counts.", "쿼터를 늘리거나 사용량을 줄입니다."],
  selector: [
    "fix-config",
    "Make the Service's selector match the pods' labels.",
    "Service 셀렉터를 파드 레이블과 일치시킵니다.",
  ],
  "certificate-expiring": [
    "fix-config",
    "Renew the certificate: {inside}.",
    "인증서를 갱신합니다: {inside}.",
  ],
  "load-surge": [
    "scale",
    "Start more replicas of {service}, or let fewer requests in.",
    "{service} 레플리카를 늘리거나 유입 요청을 제한합니다.",
  ],
  "bad-pod": [
    "replace-pod",
    "Delete the pod, so that a new one takes its place: {inside}.",
    "해당 파드를 삭제해 새 파드로 교체합니다: {inside}.",
  ],
};

const forGood: Readonly<Partial<Record<CauseKind, Advice>>> = {
  "budget-burning": [
    "look",
    "Put reliability of {service} before features until its budget has recovered, or agree on another target.",
    "오류 예산이 회복될 때까지 {service}의 안정성을 기능보다 우선하거나, 목표를 다시 합의합니다.",
  ],
  release: [
    "fix-code",
    "Let the pipeline test what broke, and release step by step.",
    "이번 장애를 재현하는 테스트를 파이프라인에 추가하고 점진적으로 배포합니다.",
  ],
  "config-change": [
    "fix-config",
    "Let changes of settings be reviewed, and checked at start.",
    "설정 변경을 리뷰하고 기동 시 검증하도록 합니다.",
  ],
  "secret-change": [
    "fix-config",
    "Rotate credentials so that old and new are valid at the same time.",
    "자격 증명 교체 시 이전 값과 새 값이 함께 유효한 기간을 둡니다.",
  ],
  "pool-exhausted": [
    "fix-config",
    "Size the pool by requests under way times queries each; alert on waiting requests.",
    "동시 요청 수와 요청당 쿼리 수로 풀 크기를 정하고 대기 요청에 알림을 설정합니다.",
  ],
  "n-plus-one": [
    "fix-code",
    "Ask for all rows in one query: {inside}.",
    "한 번의 쿼리로 조회하도록 코드를 수정합니다: {inside}.",
  ],
  "slow-query": [
    "create-index",
    "Keep the index in the migrations, and alert on the statement's time.",
    "인덱스를 마이그레이션에 포함하고 해당 SQL 시간에 알림을 설정합니다.",
  ],
  "code-fault": [
    "fix-code",
    "Write the test that would have found it.",
    "이 문제를 검출할 테스트를 추가합니다.",
  ],
  "outside-party": [
    "fix-code",
    "Put a time-out, a circuit breaker and an answer for bad days in front of it.",
    "타임아웃, 서킷 브레이커, 대체 응답을 마련합니다.",
  ],
  "memory-leak": [
    "fix-code",
    "Compare heap profiles of two moments, and mend what grows.",
    "두 시점의 힙 프로파일을 비교해 증가하는 객체를 수정합니다.",
  ],
  "disk-full": [
    "fix-code",
    "Let {service} clear what it has dealt with, and alert before the volume is full.",
    "{service}에서 처리가 끝난 파일을 지우도록 수정하고, 볼륨이 가득 차기 전에 알림을 설정합니다.",
  ],
  "event-loop-blocked": [
    "fix-code",
    "Move the work out of the event loop, or cut it into pieces.",
    "해당 작업을 이벤트 루프 밖으로 옮기거나 나눠서 처리합니다.",
  ],
  "load-surge": [
    "scale",
    "Scale by what users feel, and ahead of known peaks.",
    "사용자 체감 지표로 자동 확장하고 예상 피크에 미리 확장합니다.",
  ],
  "certificate-expiring": [
    "fix-config",
    "Renew certificates automatically, and alert four weeks ahead.",
    "인증서 자동 갱신을 적용하고 4주 전에 알림을 설정합니다.",
  ],
  "cpu-contention": [
    "raise-limit",
    "Set requests so that neighbours can't starve it.",
    "이웃 파드가 CPU를 빼앗지 못하도록 requests를 설정합니다.",
  ],
};
