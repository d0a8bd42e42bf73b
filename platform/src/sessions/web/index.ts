import { icons, type ConsoleFeature } from "@naru/ui";
import { lazy } from "react";

export const sessionsWeb: ConsoleFeature = {
  navigation: [{ to: "/sessions", title: { en: "Sessions", ko: "세션" }, icon: icons.IconUsers, key: "j" }],
  contributions: [
    {
      place: "user",
      id: "stored",
      title: { en: "Stored sessions", ko: "저장된 세션" },
      component: lazy(() => import("./trace/StoredSessions.tsx")),
    },
  ],
  pages: [
    { path: "/sessions", load: () => import("./list/SessionsPage.tsx") },
    { path: "/sessions/$cluster/$namespace/$name", load: () => import("./application/ApplicationPage.tsx") },
  ],
};
