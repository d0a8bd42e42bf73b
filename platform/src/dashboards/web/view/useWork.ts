import { useRefresh } from "@naru/ui";
import { useState } from "react";

/** Something that a person started: whether it runs, and how it failed. What the page shows is asked for again after it. */
export function useWork() {
  const refresh = useRefresh();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
      refresh();
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)));
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, run: (work: () => Promise<void>) => void run(work) };
}
