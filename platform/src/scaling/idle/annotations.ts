/** By it a workload asks to have no pods while nobody needs them, and after how long: `10m`. */
export const sleepAnnotation = "naru.dev/scale-to-zero";
/** How many pods a workload had before. It sleeps only while it has this: whoever holds requests for it asks for so many. */
export const formerAnnotation = "naru.dev/scaled-from";
