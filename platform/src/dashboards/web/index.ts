import { icons, type ConsoleFeature } from "@naru/ui";

export const dashboardsWeb: ConsoleFeature = {
  navigation: [
    { to: "/dashboards", title: { en: "Dashboards", ko: "대시보드" }, icon: icons.IconDashboard, key: "d" },
  ],
  pages: [
    { path: "/dashboards", load: () => import("./list/DashboardsPage.tsx") },
    { path: "/dashboards/$uid", load: () => import("./view/DashboardPage.tsx") },
    { path: "/promql", load: () => import("./explore/ExplorePage.tsx") },
    { path: "/services/$service/runtime", load: () => import("./runtime/RuntimePage.tsx") },
  ],
};
