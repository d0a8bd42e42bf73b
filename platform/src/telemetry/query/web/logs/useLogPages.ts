import { useCallPages } from "@naru/ui";
import { useMemo } from "react";
import { searchLogs } from "../../api.ts";

interface LogQuery {
  readonly from: string;
  readonly to: string;
  readonly filter: string;
  readonly order: "newest" | "oldest";
}

/** Log lines page by page; `more` asks for the next one, while there is one. */
export function useLogPages(query: LogQuery, enabled = true) {
  const answer = useCallPages(searchLogs, { ...query, limit: 200 }, { enabled });
  const logs = useMemo(() => answer.data?.pages.flatMap((page) => page.logs), [answer.data]);
  const more = answer.hasNextPage && !answer.isFetching ? () => void answer.fetchNextPage() : undefined;
  return { answer, logs, more };
}
