import { icons, type ConsoleFeature } from "@naru/ui";
import { lazy } from "react";

export const kubernetesWeb: ConsoleFeature = {
  title: { en: "Kubernetes", ko: "쿠버네티스" },
  topBar: lazy(() => import("./cluster/ClusterPicker.tsx")),
  navigation: [
    { to: "/workloads", title: { en: "Workloads", ko: "워크로드" }, icon: icons.IconStack2, key: "w" },
    { to: "/pods", title: { en: "Pods", ko: "파드" }, icon: icons.IconBox, key: "p" },
    { to: "/nodes", title: { en: "Nodes", ko: "노드" }, icon: icons.IconCpu, key: "n" },
    { to: "/events", title: { en: "Events", ko: "이벤트" }, icon: icons.IconBell, key: "e" },
    { to: "/changes", title: { en: "Changes", ko: "변경 이력" }, icon: icons.IconHistory, key: "c" },
    { to: "/objects", title: { en: "Objects", ko: "오브젝트" }, icon: icons.IconBinaryTree2, key: "o" },
    { to: "/apply", title: { en: "Apply YAML", ko: "YAML 적용" }, icon: icons.IconFileCode, key: "a" },
  ],
  pages: [
    { path: "/workloads", load: () => import("./workloads/WorkloadsPage.tsx") },
    {
      path: "/workloads/$cluster/$kind/$namespace/$name",
      load: () => import("./workloads/WorkloadPage.tsx"),
    },
    { path: "/pods", load: () => import("./pods/PodsPage.tsx") },
    { path: "/pods/$cluster/$namespace/$name", load: () => import("./pods/PodPage.tsx") },
    { path: "/nodes", load: () => import("./nodes/NodesPage.tsx") },
    { path: "/nodes/$cluster/$name", load: () => import("./nodes/NodePage.tsx") },
    { path: "/events", load: () => import("./history/EventsPage.tsx") },
    { path: "/changes", load: () => import("./history/ChangesPage.tsx") },
    { path: "/objects", load: () => import("./objects/ObjectsPage.tsx") },
    { path: "/objects/$cluster/$kind/$name", load: () => import("./objects/ObjectPage.tsx") },
    { path: "/apply", load: () => import("./apply/ApplyPage.tsx") },
  ],
};

/** Pods and nodes with what they use, for pages about what runs on them. */
export const PodTable = lazy(() =>
  import("./pods/PodTable.tsx").then(({ PodTable }) => ({ default: PodTable })),
);
export const NodeTable = lazy(() =>
  import("./nodes/NodeTable.tsx").then(({ NodeTable }) => ({ default: NodeTable })),
);

/** What happened to a pod around a moment. */
export const HappenedAround = lazy(() => import("./history/HappenedAround.tsx"));

export { comparisonOf } from "./history/comparison.ts";
export { targetOf } from "./targets.ts";
export { keepDraft } from "./apply/draft.ts";
export { useOneCluster } from "./cluster/useCluster.ts";
export { formatCores } from "./marks/cores.ts";
