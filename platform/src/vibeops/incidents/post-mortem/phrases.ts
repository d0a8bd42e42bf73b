import type { Happening, IncidentRow } from "../api.ts";
import { plain } from "./markdown.ts";

export type Language = "en" | "ko";

/** Words of a post-mortem. */
export const phrases = {
  en: {
    state: "State",
    states: { open: "Open", resolved: "Resolved", merged: "Part of another incident" },
    began: "Began",
    opened: "Noticed",
    ended: "Ended",
    lasted: "Lasted",
    services: "Services",
    acknowledged: "Looked after by",
    summary: "Summary",
    noDiagnosis: "An alert opened it; no diagnosis was made while it went on.",
    impact: "Impact",
    objectives: "Objectives in danger",
    shared: "Counted over everything that was wrong at that time.",
    noImpact: "Not known.",
    timeline: "Timeline",
    change: "Change",
    suspect: "suspected change",
    onset: "The trouble begins here",
    cause: "Cause",
    noCause: "The cause is not known: the evidence is not enough.",
    confidence: "Confidence",
    since: "Since",
    inside: "Where exactly",
    evidence: "Evidence",
    against: "What argues against it",
    path: "Path from symptom to cause",
    others: "Other possibilities",
    ruledOut: "What was ruled out",
    actions: "Actions",
    now: "Now",
    forGood: "So that it does not happen again",
    none: "None.",
    verdict: "Verdict",
    right: "The cause that was named is right.",
    wrong: "The cause that was named is wrong.",
    really: "What it really was",
    noVerdict: "Nobody has said yet whether the cause that was named is right.",
    notes: "Notes",
    questions: "Open questions",
    whatCause: "What was the cause?",
    isItRight: "Is the cause that was named right?",
    howMany: "How many users met it? The telemetry does not tell.",
    stillOpen: "It is still open: what is needed to end it?",
    whatHelped: "What ended it? Nobody has written it down.",
    written: "Written by Naru",
  },
  ko: {
    state: "상태",
    states: { open: "진행 중", resolved: "종료", merged: "다른 장애에 병합" },
    began: "발생",
    opened: "인지",
    ended: "종료",
    lasted: "지속 시간",
    services: "관련 서비스",
    acknowledged: "담당자",
    summary: "요약",
    noDiagnosis: "알림으로 시작된 장애이며, 진행되는 동안 진단 결과가 없었습니다.",
    impact: "영향",
    objectives: "위험한 서비스 수준 목표(SLO)",
    shared: "같은 시간에 발생한 다른 문제까지 합산한 수치입니다.",
    noImpact: "알 수 없음.",
    timeline: "타임라인",
    change: "변경",
    suspect: "의심되는 변경",
    onset: "장애 발생 시점",
    cause: "원인",
    noCause: "근거가 부족하여 원인을 특정하지 못했습니다.",
    confidence: "확신도",
    since: "시작",
    inside: "정확한 위치",
    evidence: "근거",
    against: "반대 근거",
    path: "증상에서 원인까지의 호출 경로",
    others: "다른 가능성",
    ruledOut: "배제한 원인",
    actions: "조치",
    now: "지금 할 일",
    forGood: "재발 방지",
    none: "없음.",
    verdict: "진단 평가",
    right: "진단한 원인이 맞았습니다.",
    wrong: "진단한 원인이 틀렸습니다.",
    really: "실제 원인",
    noVerdict: "진단한 원인이 맞는지 아직 평가하지 않았습니다.",
    notes: "메모",
    questions: "남은 질문",
    whatCause: "원인은 무엇이었나?",
    isItRight: "진단한 원인이 맞는가?",
    howMany: "영향을 받은 사용자는 몇 명인가? 텔레메트리로는 알 수 없습니다.",
    stillOpen: "아직 진행 중입니다. 종료하려면 무엇이 더 필요한가?",
    whatHelped: "무엇으로 해결했는가? 기록이 없습니다.",
    written: "Naru가 작성",
  },
} as const;

type Tell = (happening: Happening) => string;
const value = ({ values }: Happening, name: string) => plain(values[name] ?? "");

/** What happened, in a sentence. */
export const happenedWords: Readonly<Record<Language, Readonly<Record<Happening["kind"], Tell>>>> = {
  en: {
    opened: (it) => `Incident opened: ${value(it, "en")}`,
    grew: (it) => `It reached further services: ${value(it, "services")}`,
    cause: (it) => `Cause named: ${value(it, "en")}`,
    "alert-fired": (it) =>
      `Alert ${value(it, "alert")} fires on ${value(it, "service")}: ${value(it, "summary")}`,
    "alert-resolved": (it) => `Alert ${value(it, "alert")} on ${value(it, "service")} is over`,
    merged: (it) => `Incident ${value(it, "incident")} turned out to be part of this one: ${value(it, "en")}`,
    "merged-into": (it) => `It turned out to be part of incident ${value(it, "incident")}`,
    acknowledged: (it) => `${plain(it.by)} looks after it`,
    unacknowledged: (it) => `${plain(it.by)} no longer looks after it`,
    note: (it) => `${plain(it.by)} wrote a note`,
    verdict: (it) => `${plain(it.by)} judged the cause`,
    resolved: (it) => (it.by === "" ? "Resolved by itself" : `Resolved by ${plain(it.by)}`),
    reopened: (it) =>
      it.by === ""
        ? it.values["why"] === "on"
          ? "Opened again: it has been going on since it was resolved"
          : "Opened again: the same trouble is back"
        : `Opened again by ${plain(it.by)}`,
  },
  ko: {
    opened: (it) => `장애 인지: ${value(it, "ko")}`,
    grew: (it) => `영향 서비스 확대: ${value(it, "services")}`,
    cause: (it) => `원인 진단: ${value(it, "ko")}`,
    "alert-fired": (it) =>
      `${value(it, "service")}에서 ${value(it, "alert")} 알림 발생: ${value(it, "summary")}`,
    "alert-resolved": (it) => `${value(it, "service")}의 ${value(it, "alert")} 알림 해소`,
    merged: (it) => `장애 ${value(it, "incident")} 병합: ${value(it, "ko")}`,
    "merged-into": (it) => `장애 ${value(it, "incident")}에 병합`,
    acknowledged: (it) => `${plain(it.by)} 님이 확인하고 대응 시작`,
    unacknowledged: (it) => `${plain(it.by)} 님이 확인 취소`,
    note: (it) => `${plain(it.by)} 님이 메모 작성`,
    verdict: (it) => `${plain(it.by)} 님이 진단 평가`,
    resolved: (it) => (it.by === "" ? "증상이 사라져 자동 종료" : `${plain(it.by)} 님이 종료`),
    reopened: (it) =>
      it.by === ""
        ? it.values["why"] === "on"
          ? "종료 후에도 증상이 계속되어 다시 열림"
          : "같은 문제가 재발하여 다시 열림"
        : `${plain(it.by)} 님이 재오픈`,
  },
};

/** 1 h 4 min, 1시간 4분. */
export function lastedWords(ms: number, language: Language): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  const [hour, minute] = language === "ko" ? ["시간", "분"] : [" h", " min"];
  return [h > 0 ? `${h}${hour}` : "", m > 0 || h === 0 ? `${m}${minute}` : ""]
    .filter((part) => part !== "")
    .join(" ");
}

export const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;

export const stateWords = ({ state }: IncidentRow, language: Language) => phrases[language].states[state];
