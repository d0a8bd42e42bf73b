import { useRefresh } from "@naru/ui";
import { useState } from "react";

/** Something that a person does to an incident: whether it is under way, and how it failed. What the page shows is asked for
 *  again when it is done. */
export function useWrite() {
  const refresh = useRefresh();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const run = async (write: () => Promise<unknown>, onDone?: () => void) => {
    setBusy(true);
    setError(undefined);
    try {
      await write();
      refresh();
      onDone?.();
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    error,
    run: (write: () => Promise<unknown>, onDone?: () => void) => void run(write, onDone),
  };
}
