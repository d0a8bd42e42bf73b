import type { Client } from "./client.ts";
import type { Controller } from "./controller.ts";
import { type Pod, pods } from "./kinds.ts";
import { isFinished } from "./pod-state.ts";

const mostFinished = 500;
/** There is one thing to look at: all of them. */
const all = ["finished"];

/** Forgets the oldest of the pods that have ended when there are too many.
 *  Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection */
export function finishedPodsController(client: Client): Controller {
  return {
    name: "finished-pods",
    watches: [
      {
        kind: pods,
        keys: ({ object, previous }) => {
          const wasFinished = previous !== undefined && isFinished(previous as Pod);
          return isFinished(object as Pod) && !wasFinished ? all : [];
        },
      },
    ],
    async reconcile() {
      for (const pod of surplus(client.list(pods), mostFinished))
        await client.remove(pods, pod, { graceSeconds: 0 });
    },
  };
}

export function surplus(known: readonly Pod[], most: number): Pod[] {
  const finished = known.filter((pod) => isFinished(pod) && pod.metadata.deletionTimestamp === undefined);
  const excess = Math.max(0, finished.length - most);
  return finished.toSorted((a, b) => bornAt(a) - bornAt(b)).slice(0, excess);
}

const bornAt = ({ metadata }: Pod) => Date.parse(metadata.creationTimestamp);
