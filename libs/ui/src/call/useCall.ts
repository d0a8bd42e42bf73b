import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import type { z } from "zod";
import { useTimeRange } from "../time/TimeRange.tsx";
import { call, type Callable, type InputOf, type OutputOf } from "./call.ts";

/** An operation that answers page by page. */
type PagedCallable = Callable<
  z.ZodObject<{ cursor: z.ZodOptional<z.ZodString> } & z.ZodRawShape>,
  z.ZodType<{ readonly nextCursor: string | null }>
>;

const LIVE_MILLIS = 3000;
const FAST_MILLIS = 1500;

interface CallOptions {
  readonly enabled?: boolean;
  /** Ask again every few seconds while the page is live. */
  readonly live?: boolean | "fast";
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
    refetchInterval: pageIsLive && interval(live),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}

const NO_CURSOR: string | undefined = undefined;

/** The same for operations that answer page by page, with `nextCursor`. */
export function useCallPages<C extends PagedCallable>(
  operation: C,
  input: InputOf<C>,
  { enabled = true, live = false }: CallOptions = {},
) {
  const { live: pageIsLive } = useTimeRange();
  return useInfiniteQuery({
    queryKey: [operation.name, "pages", input],
    queryFn: ({ signal, pageParam: cursor }) => call(operation, { ...input, cursor }, signal),
    initialPageParam: NO_CURSOR,
    getNextPageParam: (page) => page.nextCursor,
    enabled,
    refetchInterval: pageIsLive && interval(live),
    placeholderData: keepPreviousData,
  });
}

/** Asks again for everything on the screen. */
export function useRefresh(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ refetchType: "active" });
}

function interval(live: boolean | "fast"): number | false {
  if (live === "fast") return FAST_MILLIS;
  return live && LIVE_MILLIS;
}
