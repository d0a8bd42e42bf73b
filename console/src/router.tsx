import { Empty, PageLink, parseSearch, ProblemView, SHARED_SEARCH, stringifySearch } from "@naru/ui";
import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { pages } from "./features.ts";
import { useText } from "./messages.ts";
import { Shell } from "./shell/Shell.tsx";

const HOME = "/services";

function NotFound() {
  const t = useText();
  return (
    <Empty title={t("notFound")} actions={<PageLink to={HOME}>{t("toServices")}</PageLink>}>
      <p>{t("notFoundHelp")}</p>
    </Empty>
  );
}

function Failed({ error, reset }: ErrorComponentProps) {
  const t = useText();
  return <ProblemView error={error instanceof Error ? error : new Error(t("pageFailed"))} retry={reset} />;
}

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: Failed,
  // The time range stands still while pages change.
  search: { middlewares: [retainSearchParams<Record<string, unknown>>([...SHARED_SEARCH])] },
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: HOME });
  },
});

const routes = pages.map(({ path, load }) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) }),
);

export const router = createRouter({
  routeTree: root.addChildren([home, ...routes]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultErrorComponent: Failed,
});
