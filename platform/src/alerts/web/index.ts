import { icons, type ConsoleFeature } from "@naru/ui";

export const alertsWeb: ConsoleFeature = {
  title: { en: "Alerts", ko: "알림" },
  navigation: [{ to: "/alerts", title: { en: "Alerts", ko: "알림" }, icon: icons.IconBellRinging, key: "b" }],
  pages: [
    { path: "/alerts", load: () => import("./AlertsPage.tsx") },
    { path: "/alerts/new", load: () => import("./NewRulePage.tsx") },
    { path: "/alerts/$fingerprint", load: () => import("./AlertPage.tsx") },
  ],
};
