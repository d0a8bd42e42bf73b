import type { Fact } from "../causes/hypothesis.ts";
import type { Words } from "../diagnosis/api.ts";
import { objectSentences } from "./objects.ts";
import { Say, type Sentence } from "./say.ts";

const sentences: Readonly<Record<string, Sentence>> = {
  ...objectSentences,
  "path-ends": (say) => ({
    en: `In ${say.text("operation")}, "${say.text("lost")}" followed "${say.text("from")}" in ${say.percent("before")} of ${say.figure("countBefore")} runs; since then it does in ${say.percent("after")} of ${say.figure("countAfter")}: the code leaves early.`,
    ko: `${say.text("operation")}에서 "${say.text("from")}" 다음에 "${say.text("lost")}"이(가) ${say.figure("countBefore")}회 중 ${say.percent("before")} 나타났으나, 이후 ${say.figure("countAfter")}회 중 ${say.percent("after")}만 나타납니다. 코드가 도중에 빠져나갑니다.`,
  }),
  "path-turns": (say) => ({
    en: `In ${say.text("operation")}, "${say.text("from")}" used to lead to "${say.text("lost")}" (${say.percent("before")} of ${say.figure("countBefore")} runs); now it leads to "${say.text("got")}" (the old way: ${say.percent("after")} of ${say.figure("countAfter")}).`,
    ko: `${say.text("operation")}에서 "${say.text("from")}" 다음은 원래 "${say.text("lost")}"이었으나(${say.figure("countBefore")}회 중 ${say.percent("before")}), 지금은 "${say.text("got")}"(으)로 이어집니다(기존 경로: ${say.figure("countAfter")}회 중 ${say.percent("after")}).`,
  }),
  "deeper-break": (say) => ({
    en: `In ${say.percent("share")} of these requests something deeper in the same call had already gone another way or failed.`,
    ko: `이 요청 중 ${say.percent("share")}는 같은 호출의 더 깊은 곳에서 먼저 경로가 달라졌거나 실패했습니다.`,
  }),
  "gaps-into": (say) => ({
    en: `Calls into ${say.text("service")} take longer on the way (${say.figure("places")} kinds of calls), while the work inside of it does not: ${say.percent("share")} of the time that users wait.`,
    ko: `${say.text("service")} 호출이 오가는 구간에서 느려졌습니다(호출 ${say.figure("places")}종). 서비스 내부 처리는 느려지지 않았으며, 사용자 대기 시간의 ${say.percent("share")}를 차지합니다.`,
  }),
  "all-slower": (say) => ({
    en: `Nearly everything that ${say.text("service")} does became slower at once (${say.figure("places")} places): ${say.percent("share")} of the time that users wait.`,
    ko: `${say.text("service")}의 거의 모든 처리가 한꺼번에 느려졌습니다(${say.figure("places")}곳). 사용자 대기 시간의 ${say.percent("share")}입니다.`,
  }),
  "pod-slower": (say) => ({
    en: `Pod ${say.text("subject")} became slower in ${say.figure("places")} places, its siblings did not: ${say.percent("share")} of the time that users wait.`,
    ko: `파드 ${say.text("subject")}만 ${say.figure("places")}곳에서 느려졌고 같은 서비스의 다른 파드는 그대로입니다. 사용자 대기 시간의 ${say.percent("share")}입니다.`,
  }),
  "own-slower": (say) => ({
    en: `"${say.text("subject")}" of ${say.text("service")} takes longer by itself, not by what it calls: ${say.percent("share")} of the time that users wait.`,
    ko: `${say.text("service")}의 "${say.text("subject")}" 자체 처리가 느려졌습니다(호출 대상 때문이 아님). 사용자 대기 시간의 ${say.percent("share")}입니다.`,
  }),
  "connection-wait": (say) => ({
    en: `${say.text("service")} waits for a free connection ("${say.text("subject")}"): ${say.percent("share")} of the time that users wait.`,
    ko: `${say.text("service")}에서 빈 커넥션을 기다립니다("${say.text("subject")}"). 사용자 대기 시간의 ${say.percent("share")}입니다.`,
  }),
  "statement-slower": (say) => ({
    en: `One statement became slower: ${say.text("subject")}. It makes ${say.percent("share")} of the time that users wait.`,
    ko: `특정 SQL이 느려졌습니다: ${say.text("subject")}. 사용자 대기 시간의 ${say.percent("share")}입니다.`,
  }),
  "peer-slower": (say) => ({
    en: `Calls to ${say.text("subject")} became slower whoever makes them: ${say.percent("share")} of the time that users wait.`,
    ko: `호출하는 쪽과 관계없이 ${say.text("subject")} 호출이 느려졌습니다. 사용자 대기 시간의 ${say.percent("share")}입니다.`,
  }),
  "places-steady": (say) => ({
    en: `${say.figure("places")} other places that this would slow down did not change.`,
    ko: `이 원인이라면 함께 느려졌어야 할 ${say.figure("places")}곳은 변화가 없습니다.`,
  }),
  "slower-own": (say) => ({
    en: `"${say.text("name")}" in ${say.text("service")}: own time ${say.ms("before")} → ${say.ms("after")} (medians of ${say.figure("countBefore")} and ${say.figure("countAfter")}).`,
    ko: `${say.text("service")}의 "${say.text("name")}" 자체 시간: ${say.ms("before")} → ${say.ms("after")}(중앙값, ${say.figure("countBefore")}건과 ${say.figure("countAfter")}건).`,
  }),
  "slower-gap": (say) => ({
    en: `On the way from ${say.text("service")} to ${say.text("callee")} ("${say.text("name")}"): ${say.ms("before")} → ${say.ms("after")} (medians of ${say.figure("countBefore")} and ${say.figure("countAfter")}).`,
    ko: `${say.text("service")}에서 ${say.text("callee")}(으)로 오가는 시간("${say.text("name")}"): ${say.ms("before")} → ${say.ms("after")}(중앙값, ${say.figure("countBefore")}건과 ${say.figure("countAfter")}건).`,
  }),
  "slower-leaf": (say) => ({
    en: `"${say.text("callee") || say.text("name")}" from ${say.text("service")}: ${say.ms("before")} → ${say.ms("after")} (medians of ${say.figure("countBefore")} and ${say.figure("countAfter")}).`,
    ko: `${say.text("service")}의 "${say.text("callee") || say.text("name")}": ${say.ms("before")} → ${say.ms("after")}(중앙값, ${say.figure("countBefore")}건과 ${say.figure("countAfter")}건).`,
  }),
  repeated: (say) => ({
    en: `One "${say.text("operation")}" of ${say.text("service")} now calls "${say.text("target")}" ${say.figure("after")} times; it was ${say.figure("before")}.`,
    ko: `${say.text("service")}의 "${say.text("operation")}" 1회당 "${say.text("target")}" 호출이 ${say.figure("before")}회에서 ${say.figure("after")}회로 늘었습니다.`,
  }),
  retried: (say) => ({
    en: `"${say.text("operation")}" of ${say.text("service")} tries "${say.text("target")}" again and again: ${say.figure("after")} times a request, it was ${say.figure("before")}.`,
    ko: `${say.text("service")}의 "${say.text("operation")}"에서 "${say.text("target")}" 재시도가 반복됩니다. 요청당 ${say.figure("before")}회에서 ${say.figure("after")}회로 늘었습니다.`,
  }),
  forgotten: (say) => ({
    en: `"${say.text("operation")}" of ${say.text("service")} asks "${say.text("target")}" ${say.figure("after")} times a request; it was ${say.figure("before")}: what used to be remembered is asked for each time.`,
    ko: `${say.text("service")}의 "${say.text("operation")}"에서 "${say.text("target")}" 호출이 요청당 ${say.figure("before")}회에서 ${say.figure("after")}회로 늘었습니다. 캐시에 보관하던 것을 매번 다시 묻고 있습니다.`,
  }),
  failing: (say) => ({
    en: `"${say.text("name")}" in ${say.text("service")} fails in ${say.percent("after")} of the cases (before: ${say.percent("before")})${say.text("failure") === "" ? "" : `: ${say.text("failure")}`}.`,
    ko: `${say.text("service")}의 "${say.text("name")}" 실패율이 ${say.percent("before")}에서 ${say.percent("after")}로 올랐습니다${say.text("failure") === "" ? "" : `: ${say.text("failure")}`}.`,
  }),
  "excess-here": (say) => ({
    en: `${say.text("service")}: ${say.text("indicator")} ${say.amount("before")} → ${say.amount("after")}.`,
    ko: `${say.text("service")}: ${say.text("indicatorKo")} ${say.amount("before")} → ${say.amount("after")}.`,
  }),
  "callees-steady": (say) => ({
    en: `Nothing that ${say.text("service")} calls explains it: ${say.percent("explained")} of the growth is theirs.`,
    ko: `${say.text("service")}의 호출 대상으로는 설명되지 않습니다(증가분 중 ${say.percent("explained")}만 호출 대상의 몫).`,
  }),
  "resource-changed": (say) => ({
    en: `${say.text("metric")} of ${say.text("subject")}: ${say.amount("before")} → ${say.amount("after")}.`,
    ko: `${say.text("subject")}의 ${say.text("metric")}: ${say.amount("before")} → ${say.amount("after")}.`,
  }),
  "everything-slower": (say) => ({
    en: `${say.figure("services")} services became slower at once, in ${say.figure("places")} places, with no more requests than before: the machine is short of processor time.`,
    ko: `요청이 늘지 않았는데도 서비스 ${say.figure("services")}개가 ${say.figure("places")}곳에서 한꺼번에 느려졌습니다. 노드의 CPU가 부족합니다.`,
  }),
  "takes-cpu": (say) => ({
    en: `Pod ${say.text("subject")}, which serves none of these requests, takes ${say.figure("after")} processors; it was ${say.figure("before")}.`,
    ko: `이 요청들과 무관한 파드 ${say.text("subject")}의 CPU 사용량이 ${say.figure("before")}코어에서 ${say.figure("after")}코어로 늘었습니다.`,
  }),
  "cpu-pressure": (say) => ({
    en: `On node ${say.text("node")} somebody waits for a processor ${say.percent("after")} of the time; it was ${say.percent("before")}. No pod takes so much more: look at the machine itself, and at what else its host runs.`,
    ko: `노드 ${say.text("node")}에서 CPU를 기다리는 시간의 비율이 ${say.percent("before")}에서 ${say.percent("after")}로 늘었습니다. CPU를 그만큼 더 쓰는 파드는 없으므로, 노드에서 실행 중인 다른 프로세스와 호스트를 확인하세요.`,
  }),
  "full-soon": (say) => ({
    en: `Memory of pod ${say.text("subject")} is ${say.bytes("used")} of ${say.bytes("limit")} and grows by ${say.bytes("rate")} a minute: full ${say.ahead("en")}.`,
    ko: `파드 ${say.text("subject")}의 메모리는 ${say.bytes("limit")} 중 ${say.bytes("used")}이고 분당 ${say.bytes("rate")}씩 늘어, ${say.ahead("ko")} 한도에 도달합니다.`,
  }),
  "volume-full-soon": (say) => ({
    en: `${say.volume().en} holds ${say.bytes("used")} of ${say.bytes("limit")} and grows by ${say.bytes("rate")} a minute: full ${say.ahead("en")}.`,
    ko: `${say.volume().ko}: ${say.bytes("limit")} 중 ${say.bytes("used")}를 사용 중이고 분당 ${say.bytes("rate")}씩 늘어, ${say.ahead("ko")} 가득 찹니다.`,
  }),
  "volume-full": (say) => ({
    en: `${say.volume().en} is full: ${say.bytes("left")} of ${say.bytes("limit")} are left.`,
    ko: `${say.volume().ko}: 가득 찼습니다. ${say.bytes("limit")} 중 ${say.bytes("left")} 남았습니다.`,
  }),
  "pool-full-soon": (say) => ({
    en: `${say.text("service")} uses ${say.figure("used")} of ${say.figure("limit")} connections of its pool, ${say.figure("rate")} more each minute: none is free ${say.ahead("en")}.`,
    ko: `${say.text("service")}의 커넥션 풀은 ${say.figure("limit")}개 중 ${say.figure("used")}개를 사용 중이고 분당 ${say.figure("rate")}개씩 늘어, ${say.ahead("ko")} 고갈됩니다.`,
  }),
  "budget-gone": (say) => ({
    en: `The error budget of ${say.text("objective")} (${say.text("target")} over ${say.figure("days")} days) burns ${say.figure("rate")} times as fast as it may: ${say.percent("left")} are left, gone ${say.ahead("en")} at this rate.`,
    ko: `${say.text("objective")}(${say.figure("days")}일 목표 ${say.text("target")})의 오류 예산이 허용 속도의 ${say.figure("rate")}배로 소진되고 있습니다. ${say.percent("left")} 남았으며, 이 속도면 ${say.ahead("ko")} 모두 소진됩니다.`,
  }),
  change: (say) => ({
    en: `${say.text("object")} was changed ${say.text("ago") === "" ? "at that moment" : `${say.text("ago")} before`}: ${say.text("summary")}${say.text("actor") === "" ? "" : ` (${say.text("actor")})`}.`,
    ko: `${say.text("ago") === "" ? "바로 그때" : `${say.text("ago")} 전에`} ${say.text("object")} 변경이 있었습니다: ${say.text("summary")}${say.text("actor") === "" ? "" : ` (${say.text("actor")})`}.`,
  }),
  "pod-trouble": (say) => ({
    en: `${say.text("object")}: pod ${say.text("pod")} does not serve: ${say.text("words")} (${say.figure("ready")} of ${say.figure("desired")} pods ready).`,
    ko: `${say.text("object")}: 파드 ${say.text("pod")}이(가) 서비스하지 못합니다: ${say.text("words")}(파드 ${say.figure("desired")}개 중 ${say.figure("ready")}개 준비됨).`,
  }),
  "node-lost": (say) => {
    const away = say.text("away");
    return {
      en: `Nothing is heard of node ${say.text("node")}: ${say.figure("pods")} pods on it are out of service (${say.text("services")})${away === "" ? "" : `, and no other pod serves ${away}`}.`,
      ko: `노드 ${say.text("node")}의 응답이 끊겨 파드 ${say.figure("pods")}개(${say.text("services")})가 서비스하지 못합니다.${away === "" ? "" : ` ${away}은(는) 대신할 파드가 없습니다.`}`,
    };
  },
  "node-silent": (say) => ({
    en: `${say.text("services")} can't be reached since then; what serves them runs on node ${say.text("node")} only, and none of ${say.figure("pods")} pods there has told anything since.`,
    ko: `이때부터 ${say.text("services")}에 연결할 수 없습니다. 이 서비스들의 파드는 ${say.text("node")} 노드에만 있고, 그 노드의 파드 ${say.figure("pods")}개 모두 이후 아무 신호도 보내지 않았습니다.`,
  }),
  "node-gone": (say) => ({
    en: `Pods of it were on node ${say.text("node")}, which is gone: that explains it.`,
    ko: `응답이 끊긴 노드 ${say.text("node")}에 파드가 있어 생긴 현상으로 설명됩니다.`,
  }),
  "certificate-ends": (say) => ({
    en:
      say.number("hours") < 0
        ? `The certificate in Secret ${say.text("object")} ended ${say.figure("hours").replace("-", "")} hours ago.`
        : `The certificate in Secret ${say.text("object")} ends in ${say.figure("hours")} hours.`,
    ko:
      say.number("hours") < 0
        ? `Secret ${say.text("object")}의 인증서가 ${say.figure("hours").replace("-", "")}시간 전에 만료되었습니다.`
        : `Secret ${say.text("object")}의 인증서가 ${say.figure("hours")}시간 뒤 만료됩니다.`,
  }),
  event: (say) => ({
    en: `Kubernetes says of ${say.text("object")}: ${say.text("reason")}: ${say.text("message")} (${say.figure("count")} times).`,
    ko: `쿠버네티스 이벤트 ${say.text("object")}: ${say.text("reason")}: ${say.text("message")} (${say.figure("count")}회).`,
  }),
  "new-lines": (say) => ({
    en: `${say.text("service")} writes "${say.text("text")}" ${say.figure("count")} times since then: ${say.percent("after")} of its lines (before: ${say.percent("before")}).`,
    ko: `${say.text("service")} 로그 "${say.text("text")}"이(가) 이후 ${say.figure("count")}건 나타났습니다(전체 로그 중 ${say.percent("before")} → ${say.percent("after")}).`,
  }),
  "more-requests": (say) => ({
    en: `There are ${say.figure("factor")} times as many requests as before, which explains it.`,
    ko: `요청이 이전의 ${say.figure("factor")}배이므로 부하로 설명됩니다.`,
  }),
  "every-day": (say) => ({
    en: `The same came at this time of day (${say.text("time")} UTC) on ${say.figure("days")} of the seven days before: it is usual.`,
    ko: `이전 7일 중 ${say.figure("days")}일에도 같은 시간대(${say.text("time")} UTC)에 같은 현상이 있었습니다. 평소에 나타나는 현상입니다.`,
  }),
  "many-unready": (say) => ({
    en: `${say.figure("services")} services ceased to be ready at once: what they share is the cause.`,
    ko: `서비스 ${say.figure("services")}개가 동시에 준비 상태에서 벗어났습니다. 함께 쓰는 것이 원인입니다.`,
  }),
  "short-of-cpu": (say) => ({
    en: `Everything on the node is short of processor time because of ${say.text("subject")}, which explains it.`,
    ko: `${say.text("subject")} 때문에 노드 전체의 CPU가 부족해 생긴 현상으로 설명됩니다.`,
  }),
  "database-away": (say) => ({
    en: `It keeps its data in ${say.text("service")}, which is away: that explains it.`,
    ko: `데이터를 두는 ${say.text("service")}에 연결할 수 없어 생긴 현상으로 설명됩니다.`,
  }),
  "few-ms": (say) => ({
    en: `These are a few milliseconds, while requests fail at the same moment because of ${say.text("service")}.`,
    ko: `늘어난 시간은 수 밀리초 수준인 반면, 같은 시점에 ${say.text("service")} 때문에 요청이 실패하고 있습니다.`,
  }),
  "asked-more": (say) => ({
    en: `${say.text("service")} asks it ${say.figure("after")} times a request instead of ${say.figure("before")}, which explains it.`,
    ko: `${say.text("service")}의 요청당 호출이 ${say.figure("before")}회에서 ${say.figure("after")}회로 늘어 생긴 현상으로 설명됩니다.`,
  }),
  load: (say) => ({
    en: `Requests to ${say.text("service")}: ${say.figure("before")} → ${say.figure("after")} a second.`,
    ko: `${say.text("service")} 요청: 초당 ${say.figure("before")} → ${say.figure("after")}건.`,
  }),
};

/** The sentence of a fact, in both languages.
 *  @throws Error where there is no sentence for its code */
export function sentenceOf({ code, values }: Pick<Fact, "code" | "values">): Words {
  const sentence = sentences[code];
  if (!sentence) throw new Error(`no sentence says ${code}`);
  return sentence(new Say(values));
}
