export type {
  Attachment,
  Container,
  ContainerSpec,
  ExecOptions,
  Execution,
  Exit,
  LogLimits,
  Mount,
  TerminalSize,
  Usage,
  User,
} from "./container.ts";
export { ImageError, RuntimeError } from "./errors.ts";
export type { Image, ImageConfig } from "./images/image.ts";
export { builtinImages, findImage, listImages } from "./images/store.ts";
export { type LogLine, parseLine } from "./logs/cri.ts";
export { type LogOptions, readLog, storedLines } from "./logs/read-log.ts";
export { openRuntime, type Runtime, type RuntimeOptions } from "./runtime.ts";
