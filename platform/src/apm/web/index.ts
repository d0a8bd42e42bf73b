import { icons, type ConsoleFeature } from "@naru/ui";

export const apmWeb: ConsoleFeature = {
  title: { en: "Applications", ko: "애플리케이션" },
  navigation: [{ to: "/live", title: { en: "Live", ko: "실시간" }, icon: icons.IconActivity, key: "r" }],
  pages: [{ path: "/live", load: () => import("./live/LivePage.tsx") }],
};
