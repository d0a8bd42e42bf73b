import { icons, type ConsoleFeature } from "@naru/ui";

export const scalingWeb: ConsoleFeature = {
  navigation: [
    { to: "/healing", title: { en: "Healing", ko: "자동 복구" }, icon: icons.IconHeartbeat, key: "h" },
    { to: "/capacity", title: { en: "Capacity", ko: "용량 계획" }, icon: icons.IconGauge, key: "z" },
  ],
  pages: [
    { path: "/healing", load: () => import("./healing/HealingPage.tsx") },
    { path: "/capacity", load: () => import("./capacity/list/CapacityPage.tsx") },
    {
      path: "/capacity/$cluster/$kind/$namespace/$name",
      load: () => import("./capacity/workload/WorkloadPage.tsx"),
    },
  ],
};
