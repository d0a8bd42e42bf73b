import { catalogue } from "@naru/ui";

export const usePatternText = catalogue(
  "patterns",
  {
    patterns: "Recognised",
    patternsHelp: "shapes that chance would not make",
    show: "Show",
    onePod: "only {{pod}}",
    vertical: "Released together",
    horizontal: "One duration",
    bands: "Two bands",
    step: "Step",
    rising: "Rising",
    verticalMeaning:
      "Transactions that began at different times ended at one moment: what they waited for was let go (a lock, a connection pool, a garbage collection, a dependency that was away).",
    horizontalMeaning:
      "The same duration again and again: most likely a timeout, or a retry after a fixed pause.",
    bandsMeaning:
      "One operation takes either a short or a long time: two ways through the code, such as a cache hit or miss.",
    badPodMeaning: "Only {{pod}} is slow: look at that pod before the code.",
    stepMeaning:
      "From one moment on it takes longer: look at what changed then (a release, a setting, a dependency).",
    betterMeaning: "From one moment on it takes less time than before.",
    risingMeaning: "It takes longer and longer: a leak, a queue or a table that grows.",
    verticalEvidence:
      "{{count}} slow ones ended at {{at}}, {{expected}} by chance; the longest took {{most}}.",
    horizontalEvidence:
      "{{count}} took {{least}} to {{most}}, {{expected}} by chance; {{failed}} of them failed.",
    bandsEvidence: "{{count}} in the upper band: typically {{after}}, the others {{before}}.",
    stepEvidence: "Since {{at}} typically {{after}}, before {{before}}.",
    risingEvidence: "From typically {{before}} to {{after}} within the range.",
  },
  {
    patterns: "인식된 패턴",
    patternsHelp: "우연으로 생기기 어려운 모양",
    show: "보기",
    onePod: "{{pod}}만",
    vertical: "동시 해제",
    horizontal: "같은 소요 시간",
    bands: "두 갈래",
    step: "계단",
    rising: "상승",
    verticalMeaning:
      "서로 다른 때에 시작한 트랜잭션이 한순간에 끝났습니다. 기다리던 것이 풀린 것입니다(잠금, 커넥션 풀, 가비지 컬렉션, 잠시 멈췄던 의존 대상).",
    horizontalMeaning: "같은 소요 시간이 되풀이됩니다. 타임아웃이나 일정 간격의 재시도일 가능성이 큽니다.",
    bandsMeaning:
      "한 오퍼레이션이 짧게 또는 길게 걸립니다. 캐시 적중과 실패처럼 코드 경로가 둘인 경우입니다.",
    badPodMeaning: "{{pod}}만 느립니다. 코드보다 이 파드를 먼저 확인하세요.",
    stepMeaning: "어느 순간부터 더 오래 걸립니다. 그때 바뀐 것(배포, 설정, 의존 대상)을 확인하세요.",
    betterMeaning: "어느 순간부터 전보다 짧게 걸립니다.",
    risingMeaning: "점점 오래 걸립니다. 누수이거나 큐나 테이블이 커지고 있습니다.",
    verticalEvidence:
      "느린 트랜잭션 {{count}}건이 {{at}}에 끝났습니다(우연이라면 {{expected}}건). 가장 긴 것은 {{most}}.",
    horizontalEvidence:
      "{{count}}건이 {{least}}~{{most}} 걸렸습니다(우연이라면 {{expected}}건). 그중 {{failed}} 실패.",
    bandsEvidence: "위쪽 갈래 {{count}}건: 보통 {{after}}, 나머지는 {{before}}.",
    stepEvidence: "{{at}}부터 보통 {{after}}, 그 전에는 {{before}}.",
    risingEvidence: "이 기간에 보통 {{before}}에서 {{after}}로.",
  },
);
