import type { CauseKind, Words } from "../diagnosis/api.ts";

/** What a cause is called at the head of an incident.
 *  @param inside  the place inside of the service, where it is known
 *  @param isAhead it has not come to that yet */
export function headlineOf(kind: CauseKind, service: string, inside: string, isAhead = false): Words {
  const [en, ko] = (isAhead && forecast[kind]) || headlines[kind];
  const at =
    inside === "" || inside === service ? { en: "", ko: "" } : { en: `: ${inside}`, ko: `: ${inside}` };
  return { en: `${service}: ${en}${at.en}`, ko: `${service}: ${ko}${at.ko}` };
}

const forecast: Readonly<Partial<Record<CauseKind, readonly [en: string, ko: string]>>> = {
  "memory-leak": ["memory will be full", "메모리가 곧 한도에 도달합니다"],
  "disk-full": ["a disk will be full", "디스크가 곧 가득 찹니다"],
  "pool-exhausted": ["soon no connection will be free", "커넥션 풀이 곧 고갈됩니다"],
};

const headlines: Readonly<Record<CauseKind, readonly [en: string, ko: string]>> = {
  release: ["the new version brought it", "새 버전 배포가 원인입니다"],
  "config-change": ["a changed setting brought it", "설정 변경이 원인입니다"],
  "secret-change": ["it is refused with the credentials it has", "현재 자격 증명이 거부됩니다"],
  "pool-exhausted": ["no connection is free", "커넥션 풀이 고갈되었습니다"],
  "n-plus-one": [
    "one request asks many times what one query could",
    "요청 하나가 같은 호출을 반복합니다(N+1)",
  ],
  "slow-query": ["one SQL statement became slow", "특정 SQL이 느려졌습니다"],
  "code-fault": ["its code goes wrong", "코드에서 문제가 발생했습니다"],
  "slow-dependency": ["what it depends on became slow", "의존 대상이 느려졌습니다"],
  "dependency-down": ["it can't be reached", "서비스에 연결할 수 없습니다"],
  "database-down": ["the database can't be reached", "데이터베이스에 연결할 수 없습니다"],
  "outside-party": ["an outside party is slow or away", "외부 연동 대상이 느리거나 응답하지 않습니다"],
  network: ["the network on the way to it is slow", "이 서비스로 가는 네트워크가 느립니다"],
  "cpu-contention": ["it gets too little processor time", "CPU를 충분히 할당받지 못합니다"],
  "memory-leak": ["memory grows until it is killed", "메모리가 계속 늘어 강제 종료됩니다"],
  "event-loop-blocked": ["its event loop is blocked", "이벤트 루프가 막혀 있습니다"],
  "retry-storm": ["failed calls are tried again too often", "재시도가 폭증했습니다"],
  "cache-lost": ["the cache is lost", "캐시가 유실되었습니다"],
  "image-pull": ["its image can't be pulled", "이미지를 가져올 수 없습니다"],
  "crash-loop": ["its pods crash again and again", "파드가 반복해서 비정상 종료됩니다"],
  "readiness-failing": ["its pods run but never get ready", "파드가 실행되지만 준비 상태가 되지 못합니다"],
  "missing-config": ["configuration that it needs is missing", "필요한 설정이 없습니다"],
  pending: ["its pods find no place to run", "파드를 배치할 곳이 없습니다"],
  "node-lost": ["nothing is heard of the node", "노드가 응답하지 않습니다"],
  "node-pressure": ["its node runs out of something", "노드 자원이 부족합니다"],
  "disk-full": ["the disk is full", "디스크가 가득 찼습니다"],
  quota: ["a quota forbids more pods", "리소스 쿼터에 걸려 파드를 만들 수 없습니다"],
  selector: ["the service selects no pod", "서비스 셀렉터와 일치하는 파드가 없습니다"],
  routing: ["requests are led to where nobody is", "요청이 존재하지 않는 대상으로 연결됩니다"],
  scaling: ["it can't be scaled as it should", "자동 확장이 제대로 동작하지 않습니다"],
  "pods-refused": ["the cluster refuses its pods", "클러스터가 파드 생성을 거부합니다"],
  "volume-pending": ["its volume is not there", "볼륨이 준비되지 않았습니다"],
  "job-failed": ["its job was not done", "잡이 완료되지 않았습니다"],
  "certificate-expiring": [
    "a certificate is about to end or has ended",
    "인증서가 만료되었거나 곧 만료됩니다",
  ],
  "load-surge": ["more requests come than it can serve", "처리 능력을 넘는 요청이 들어옵니다"],
  "bad-pod": ["one pod is worse than its siblings", "파드 하나만 비정상입니다"],
  "budget-burning": ["its error budget will soon be gone", "오류 예산이 곧 소진됩니다"],
  unknown: ["something is wrong, and it is not known what", "이상이 있으나 원인을 특정하지 못했습니다"],
};
