import { basename } from "node:path";
import { expect } from "vitest";

const both = ["en", "ko"] as const;
export type Language = (typeof both)[number];

/** In which languages the tests of a file are run: one of the two, by its name, as quality.browser.test.ts looks at each page in both; with
 *  NARU_TEST_LANGUAGES=all in both. */
export const languages: readonly Language[] =
  process.env.NARU_TEST_LANGUAGES === "all" ? both : [languageOf(expect.getState().testPath ?? "")];

function languageOf(file: string): Language {
  const letters = Array.from(basename(file), (letter) => letter.charCodeAt(0));
  return letters.reduce((sum, code) => sum + code, 0) % 2 === 0 ? "en" : "ko";
}

/** What the console says, as its readers see it. */
export const words = {
  en: {
    services: "Services",
    traces: "Traces",
    logs: "Logs",
    metrics: "Metrics",
    ingest: "Ingest",
    spans: "Spans",
    signInTitle: "Sign in to Naru",
    token: "Access token",
    signIn: "Sign in",
    wrongToken: "This token is not valid.",
    more: "More",
    signOut: "Sign out",
    dark: "Dark",
    light: "Light",
    timeRange: "Time range",
    search: "Search",
    shortcuts: "Keyboard shortcuts",
    clear: "Clear",
    slowest: "Slowest",
    distribution: "Duration of matching spans",
    badFilter: "The filter cannot be understood.",
    badFilterHelp: "Write conditions like",
    attributes: "Attributes",
    resource: "Resource",
    openTrace: "Open the trace",
    linesAround: "Lines around it",
    aroundThis: "Around this line",
    linesOverTime: "Lines over time",
    live: "Live",
    following: "Following new lines",
    by: "By",
    signals: "Signals",
    quarantine: "Quarantine",
    setAside: "Requests that were acknowledged but could not be stored.",
    noMatch: "Nothing matches",
    noData: "No data in this time range",
    noTrace: "This trace is not stored",
  },
  ko: {
    services: "서비스",
    traces: "트레이스",
    logs: "로그",
    metrics: "메트릭",
    ingest: "수집 현황",
    spans: "스팬",
    signInTitle: "Naru 로그인",
    token: "접근 토큰",
    signIn: "로그인",
    wrongToken: "유효하지 않은 토큰입니다.",
    more: "더 보기",
    signOut: "로그아웃",
    dark: "어둡게",
    light: "밝게",
    timeRange: "시간 범위",
    search: "검색",
    shortcuts: "키보드 단축키",
    clear: "지우기",
    slowest: "느린순",
    distribution: "조건에 맞는 스팬의 소요 시간 분포",
    badFilter: "필터를 해석할 수 없습니다.",
    badFilterHelp: "조건을 입력해 주세요.",
    attributes: "속성",
    resource: "리소스",
    openTrace: "트레이스 열기",
    linesAround: "앞뒤 로그 보기",
    aroundThis: "앞뒤 로그",
    linesOverTime: "시간별 로그 수",
    live: "실시간",
    following: "새 로그를 따라가는 중",
    by: "그룹",
    signals: "신호별 현황",
    quarantine: "격리",
    setAside: "수신했으나 저장하지 못한 요청입니다.",
    noMatch: "조건에 맞는 결과가 없습니다",
    noData: "이 시간 범위에 데이터가 없습니다",
    noTrace: "저장된 트레이스가 없습니다",
  },
} as const satisfies Record<Language, Record<string, string>>;
