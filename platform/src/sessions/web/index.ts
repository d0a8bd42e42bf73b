import { icons, type ConsoleFeature } from "@naru/ui";

export const sessionsWeb: ConsoleFeature = {
  navigation: [{ to: "/sessions", title: { en: "Sessions", ko: "세션" }, icon: icons.IconUsers, key: "j" }],
  pages: [
    { path: "/sessions", load: () => import("./list/SessionsPage.tsx") },
    { path: "/sessions/$cluster/$namespace/$name", load: () => import("./application/ApplicationPage.tsx") },
  ],
};
