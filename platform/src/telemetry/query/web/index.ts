import { icons, type ConsoleFeature } from "@naru/ui";
import { lazy } from "react";

export const queryWeb: ConsoleFeature = {
  title: { en: "Telemetry", ko: "텔레메트리" },
  navigation: [
    { to: "/services", title: { en: "Services", ko: "서비스" }, icon: icons.IconServer2, key: "s" },
    { to: "/traces", title: { en: "Traces", ko: "트레이스" }, icon: icons.IconRoute, key: "t" },
    { to: "/logs", title: { en: "Logs", ko: "로그" }, icon: icons.IconList, key: "l" },
    { to: "/metrics", title: { en: "Metrics", ko: "메트릭" }, icon: icons.IconChartLine, key: "m" },
  ],
  pages: [
    { path: "/services", load: () => import("./services/ServicesPage.tsx") },
    { path: "/services/$service", load: () => import("./services/ServicePage.tsx") },
    { path: "/traces", load: () => import("./traces/TracesPage.tsx") },
    { path: "/traces/$traceId", load: () => import("./trace/TracePage.tsx") },
    { path: "/logs", load: () => import("./logs/LogsPage.tsx") },
    { path: "/metrics", load: () => import("./metrics/MetricsPage.tsx") },
    { path: "/metrics/$metric", load: () => import("./metrics/MetricsPage.tsx") },
  ],
};

/** Rate, errors and duration of one service: for pages about what runs it. */
export const ServiceCharts = lazy(() => import("./services/ServiceCharts.tsx"));

export { ofUser } from "./ofUser.ts";
export { useCompletion } from "./useCompletion.ts";
