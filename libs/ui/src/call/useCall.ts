import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useCallback } from "react";
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
const SLOW_MILLIS = 12_000;
const WATCH_MILLIS = 15_000;

interface CallOptions {
  readonly enabled?: boolean;
  /** Ask again every few seconds while the page is live; `slow` every twelve, for what changes little and costs much;
   *  `always` also when it is not: for what is shown as it is now, whatever the time range; `watch` the same, every fifteen
   *  seconds: for marks that stand on every page. */
  readonly live?: boolean | "fast" | "slow" | "always" | "watch";
  /** Keep the last answer on the screen while another input is asked for. */
  readonly keep?: boolean;
  /** The first answer stays: something is being written over it. */
  readonly fixed?: boolean;
}

/** An operation's answer for an input. Leaving the page, or changing the input, cancels the request. */
export function useCall<C extends Callable>(
  operation: C,
  input: InputOf<C>,
  { enabled = true, live = false, keep = true, fixed = false }: CallOptions = {},
): UseQueryResult<OutputOf<C>> {
  const { live: pageIsLive } = useTimeRange();
  const answer = useQuery<OutputOf<C>>({
    queryKey: [operation.name, input],
    queryFn: ({ signal }) => call(operation, input, signal),
    enabled,
    refetchInterval: interval(live, pageIsLive),
    ...(fixed ? { staleTime: "static", gcTime: 0 } : {}),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
  return watched(answer);
}

const NO_CURSOR: string | undefined = undefined;

/** The same for operations that answer page by page, with `nextCursor`. */
export function useCallPages<C extends PagedCallable>(
  operation: C,
  input: InputOf<C>,
  { enabled = true, live = false }: CallOptions = {},
) {
  const { live: pageIsLive } = useTimeRange();
  const answer = useInfiniteQuery({
    queryKey: [operation.name, "pages", input],
    queryFn: ({ signal, pageParam: cursor }) => call(operation, { ...input, cursor }, signal),
    initialPageParam: NO_CURSOR,
    getNextPageParam: (page) => page.nextCursor,
    enabled,
    refetchInterval: interval(live, pageIsLive),
    placeholderData: keepPreviousData,
  });
  return watched(answer);
}

/** Queries draw a page again only for what was read of their answer. What is shown later, inside of another answer, is
 *  read later: it would miss what came meanwhile. */
function watched<A extends { readonly data: unknown; readonly error: unknown }>(answer: A): A {
  void [answer.data, answer.error];
  return answer;
}

/** Asks again for everything on the screen. */
export function useRefresh(): () => void {
  const client = useQueryClient();
  return useCallback(() => void client.invalidateQueries({ refetchType: "active" }), [client]);
}

function interval(live: NonNullable<CallOptions["live"]>, pageIsLive: boolean): number | false {
  if (live === "always") return LIVE_MILLIS;
  if (live === "watch") return WATCH_MILLIS;
  if (live === "fast") return pageIsLive && FAST_MILLIS;
  if (live === "slow") return pageIsLive && SLOW_MILLIS;
  return pageIsLive && live && LIVE_MILLIS;
}
