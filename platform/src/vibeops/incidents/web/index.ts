import { icons, type ConsoleFeature } from "@naru/ui";
import { lazy } from "react";

export const incidentsWeb: ConsoleFeature = {
  navigation: [
    {
      to: "/incidents",
      title: { en: "Incidents", ko: "장애" },
      icon: icons.IconUrgent,
      key: "k",
      mark: lazy(() => import("./list/OpenCount.tsx")),
    },
  ],
  contributions: [
    {
      place: "service",
      id: "incidents",
      title: { en: "Incidents", ko: "장애" },
      component: lazy(() => import("./list/ServiceIncidents.tsx")),
    },
  ],
  pages: [
    { path: "/incidents", load: () => import("./list/IncidentsPage.tsx") },
    { path: "/incidents/diagnose", load: () => import("./diagnose/DiagnosePage.tsx") },
    { path: "/incidents/$id", load: () => import("./incident/IncidentPage.tsx") },
  ],
};
