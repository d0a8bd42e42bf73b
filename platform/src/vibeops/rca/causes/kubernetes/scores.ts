/** A workload without any ready pod; one that misses some; one whose new pods do not start while the old ones serve. */
export const nothingReady = 40;
export const someReady = 14;
/** What is only just there, such as a pod that starts, is no trouble yet. */
export const settleMs = 25_000;
