import { icons, type ConsoleFeature } from "@naru/ui";
import { lazy } from "react";

export const objectivesWeb: ConsoleFeature = {
  navigation: [
    {
      to: "/objectives",
      title: { en: "Objectives", ko: "서비스 수준 목표" },
      icon: icons.IconTargetArrow,
      key: "q",
    },
  ],
  contributions: [
    {
      place: "service",
      id: "objectives",
      title: { en: "Objectives", ko: "서비스 수준 목표" },
      component: lazy(() => import("./list/ServiceObjectives.tsx")),
    },
  ],
  pages: [
    { path: "/objectives", load: () => import("./list/ObjectivesPage.tsx") },
    { path: "/objectives/new", load: () => import("./edit/NewObjectivePage.tsx") },
    { path: "/objectives/$name", load: () => import("./objective/ObjectivePage.tsx") },
  ],
};
