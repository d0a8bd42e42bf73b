export type { Attachment, Container, Exit, Mount, Usage } from "./container.ts";
export { ImageError } from "./errors.ts";
export type { Image } from "./images/image.ts";
export { builtinImages, findImage } from "./images/store.ts";
export { type LogLine, parseLine } from "./logs/cri.ts";
export { mountMemory, unmountMemory } from "./root/memory.ts";
export { readLog, storedLines } from "./logs/read-log.ts";
export type { Privileges } from "./privileges.ts";
export { openRuntime, type Runtime } from "./runtime.ts";
