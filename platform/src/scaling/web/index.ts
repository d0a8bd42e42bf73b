import { icons, type ConsoleFeature } from "@naru/ui";

export const scalingWeb: ConsoleFeature = {
  navigation: [
    { to: "/healing", title: { en: "Healing", ko: "자동 복구" }, icon: icons.IconHeartbeat, key: "h" },
  ],
  pages: [{ path: "/healing", load: () => import("./healing/HealingPage.tsx") }],
};
