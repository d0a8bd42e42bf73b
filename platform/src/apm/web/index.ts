import { icons, type ConsoleFeature } from "@naru/ui";

export const apmWeb: ConsoleFeature = {
  title: { en: "Applications", ko: "애플리케이션" },
  navigation: [
    { to: "/live", title: { en: "Live", ko: "실시간" }, icon: icons.IconActivity, key: "r" },
    { to: "/top", title: { en: "Top", ko: "상위 목록" }, icon: icons.IconTrophy, key: "u" },
    { to: "/exceptions", title: { en: "Exceptions", ko: "예외" }, icon: icons.IconAlertTriangle, key: "x" },
    { to: "/profiles", title: { en: "Profiles", ko: "프로파일" }, icon: icons.IconFlame, key: "f" },
  ],
  pages: [
    { path: "/live", load: () => import("./live/LivePage.tsx") },
    { path: "/top", load: () => import("./top/TopPage.tsx") },
    { path: "/sql/$statementId", load: () => import("./top/StatementPage.tsx") },
    { path: "/profiles", load: () => import("./profiles/ProfilesPage.tsx") },
    { path: "/exceptions", load: () => import("./exceptions/ExceptionsPage.tsx") },
    { path: "/exceptions/$fingerprint", load: () => import("./exceptions/ExceptionPage.tsx") },
  ],
};
