import { Problem } from "@naru/ui";
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { whoAmI } from "@naru/platform/identity/api.ts";

const RETRIES = 2;

/** A session that ended shows on whichever question is asked first: then ask who is signed in, and
 *  SessionGate takes over. The page's address stays. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error, query) {
      const ended = error instanceof Problem && error.status === 401;
      if (ended && query.queryKey[0] !== whoAmI.name) {
        void queries.invalidateQueries({ queryKey: [whoAmI.name] });
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < RETRIES && error instanceof Problem && error.passing,
      retryDelay: (failures) => 500 * 2 ** failures,
    },
  },
});
