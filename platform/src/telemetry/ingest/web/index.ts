import { icons, type ConsoleFeature } from "@naru/ui";
import { lazy } from "react";

export const ingestWeb: ConsoleFeature = {
  navigation: [
    { to: "/ingest", title: { en: "Ingest", ko: "수집 현황" }, icon: icons.IconDatabaseImport, key: "i" },
  ],
  pages: [{ path: "/ingest", load: () => import("./IngestPage.tsx") }],
};

/** How to send data, with this platform's endpoints: for every page that has nothing to show yet. */
export const SendData = lazy(() => import("./SendData.tsx"));
