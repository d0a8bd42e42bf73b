import { icons, type ConsoleFeature } from "@naru/ui";
import { lazy } from "react";

export const apmWeb: ConsoleFeature = {
  title: { en: "Applications", ko: "애플리케이션" },
  navigation: [
    { to: "/live", title: { en: "Live", ko: "실시간" }, icon: icons.IconActivity, key: "r" },
    { to: "/top", title: { en: "Top", ko: "상위 목록" }, icon: icons.IconTrophy, key: "u" },
    { to: "/map", title: { en: "Map", ko: "서비스 맵" }, icon: icons.IconSitemap, key: "v" },
    { to: "/compare", title: { en: "Compare", ko: "비교" }, icon: icons.IconGitCompare, key: "y" },
    { to: "/exceptions", title: { en: "Exceptions", ko: "예외" }, icon: icons.IconAlertTriangle, key: "x" },
    { to: "/profiles", title: { en: "Profiles", ko: "프로파일" }, icon: icons.IconFlame, key: "f" },
  ],
  contributions: [
    {
      place: "trace",
      id: "pod",
      title: { en: "Pod", ko: "파드" },
      component: lazy(() => import("./transaction/PodView.tsx")),
    },
    {
      place: "trace",
      id: "session",
      title: { en: "Session", ko: "세션" },
      component: lazy(() => import("./transaction/SessionView.tsx")),
    },
  ],
  pages: [
    { path: "/live", load: () => import("./live/LivePage.tsx") },
    { path: "/top", load: () => import("./top/TopPage.tsx") },
    { path: "/sql/$statementId", load: () => import("./top/StatementPage.tsx") },
    { path: "/map", load: () => import("./map/MapPage.tsx") },
    { path: "/compare", load: () => import("./compare/ComparePage.tsx") },
    { path: "/profiles", load: () => import("./profiles/ProfilesPage.tsx") },
    { path: "/exceptions", load: () => import("./exceptions/ExceptionsPage.tsx") },
    { path: "/exceptions/$fingerprint", load: () => import("./exceptions/ExceptionPage.tsx") },
  ],
};
