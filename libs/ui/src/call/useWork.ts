import { useRefresh } from "./useCall.ts";
import { useState } from "react";

/** Something that a person started: whether it runs, and how it failed. What the page shows is asked for again after it,
 *  unless the work says that it is gone. */
export function useWork() {
  const refresh = useRefresh();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const run = async (work: () => Promise<"gone" | void>) => {
    setBusy(true);
    setError(undefined);
    try {
      if ((await work()) !== "gone") refresh();
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)));
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, run: (work: () => Promise<"gone" | void>) => void run(work) };
}
