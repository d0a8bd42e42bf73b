import { catalogue } from "@naru/ui";

export const useForecastText = catalogue(
  "capacityForecast",
  {
    requests: "Requests",
    was: "Was",
    expected: "Expected",
    soon: "Expected within {{minutes}} min",
    soonNote: "at most; by then pods have to be ready",
    pattern: "Pattern",
    pattern_daily: "Daily",
    pattern_weekly: "Weekly",
    pattern_none: "None",
    error: "Off by",
    errorNote: "of all requests, lately",
    byYesterday: "The day before is off by",
    byLastHour: "The last hour is off by",
    band: "The band held eight of ten figures of forecasts that were made every hour lately and checked: {{checked}} figures, up to 6 h ahead.",
    noPattern:
      "There is no pattern to scale ahead of: the days before tell what comes no better than the last hour does. What is drawn is the last hour, carried on.",
    tooShort: "Too little is known to tell what comes",
    tooShortHelp:
      "{{days}} days are known; {{needed}} are needed: two to learn from and one to check it. There is enough from {{when}} on.",
    noRequests: "No requests are known of this workload",
    noRequestsHelp:
      "They come from spans: instrument the workload with OpenTelemetry, or let Naru do it (docs/instrumentation.md).",
    ahead: "Ahead",
    hours: "{{hours}} h",
    gap: "Drawn is the middle of the same time on the days before, moved to where the last hour lies. Days that differ, and hours without data, hardly move it.",
    services: "By the spans of {{services}}",
  },
  {
    requests: "요청",
    was: "실제",
    expected: "예상",
    soon: "{{minutes}}분 안의 예상",
    soonNote: "최대치. 그때까지 파드가 준비되어야 함",
    pattern: "패턴",
    pattern_daily: "일간",
    pattern_weekly: "주간",
    pattern_none: "없음",
    error: "예측 오차",
    errorNote: "최근 전체 요청 대비",
    byYesterday: "전날 같은 시각의 오차",
    byLastHour: "최근 1시간 기준의 오차",
    band: "띠는 최근 매시간 예측을 만들어 확인한 값 {{checked}}개(최대 6시간 앞) 중 80%가 들어간 범위입니다.",
    noPattern:
      "미리 늘릴 만한 패턴이 없습니다. 지난 날들이 최근 1시간보다 앞일을 더 잘 알려 주지 못합니다. 그래프는 최근 1시간의 수준을 이어 그린 것입니다.",
    tooShort: "예측하기에는 데이터가 부족합니다",
    tooShortHelp:
      "{{days}}일의 데이터가 있습니다. 이틀로 배우고 하루로 확인하려면 {{needed}}일이 필요하며, {{when}}에 충분해집니다.",
    noRequests: "이 워크로드의 요청이 관측되지 않습니다",
    noRequestsHelp:
      "요청은 스팬에서 옵니다. 워크로드를 OpenTelemetry로 계측하거나 Naru가 계측하게 하세요(docs/instrumentation.md).",
    ahead: "예측 구간",
    hours: "{{hours}}시간",
    gap: "지난 날들의 같은 시각의 중앙값을 최근 1시간의 수준에 맞춘 값입니다. 평소와 다른 날이나 데이터가 없는 시간의 영향은 작습니다.",
    services: "{{services}} 스팬 기준",
  },
);
