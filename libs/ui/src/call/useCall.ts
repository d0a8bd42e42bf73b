import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useTimeRange } from "../time/TimeRange.tsx";
import { call, type Callable, type InputOf, type OutputOf } from "./call.ts";

const LIVE_MILLIS = 3000;

interface CallOptions {
  readonly enabled?: boolean;
  /** Ask again every few seconds while the page is live. */
  readonly live?: boolean;
  /** Keep the last answer on the screen while another input is asked for. */
  readonly keep?: boolean;
}

/** An operation's answer for an input. Leaving the page, or changing the input, cancels the request. */
export function useCall<C extends Callable>(
  operation: C,
  input: InputOf<C>,
  { enabled = true, live = false, keep = true }: CallOptions = {},
): UseQueryResult<OutputOf<C>> {
  const { live: pageIsLive } = useTimeRange();
  return useQuery<OutputOf<C>>({
    queryKey: [operation.name, input],
    queryFn: ({ signal }) => call(operation, input, signal),
    enabled,
    refetchInterval: live && pageIsLive ? LIVE_MILLIS : false,
    ...(keep ? { placeholderData: keepPreviousData as never } : {}),
  });
}

/** The same for operations that answer page by page, with `nextCursor`. */
export function useCallPages<C extends Callable>(
  operation: C,
  input: InputOf<C>,
  { enabled = true, live = false }: CallOptions = {},
) {
  const { live: pageIsLive } = useTimeRange();
  return useInfiniteQuery({
    queryKey: [operation.name, "pages", input],
    queryFn: ({ signal, pageParam }) =>
      call(operation, (pageParam === "" ? input : { ...(input as object), cursor: pageParam }) as InputOf<C>, signal),
    initialPageParam: "",
    getNextPageParam: (page) => (page as { nextCursor: string | null }).nextCursor,
    enabled,
    refetchInterval: live && pageIsLive ? LIVE_MILLIS : false,
    placeholderData: keepPreviousData,
  });
}

/** Asks again for everything on the screen. */
export function useRefresh(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ refetchType: "active" });
}
